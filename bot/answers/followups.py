"""What a question refers to that was asked before in its thread. Pure."""

from dataclasses import replace

from bot.answers.choosing import telling
from bot.answers.cues import Task, says
from bot.answers.understanding import Kind, Understood
from bot.text.period_grammar import Found


def asks_for_more(folded: str) -> bool:
    """Whether the next page of a list is asked for."""
    return says("more", folded)


def is_follow_up(asked: Understood) -> bool:
    """Whether a question needs what was asked before to be understood."""
    said = telling(asked.content)
    if says("opening", asked.folded) or says("pronoun", asked.folded):
        return True
    if not said:
        # Something must be asked: a sneeze is no follow-up.
        return asked.asks or bool(asked.periods or asked.ordinals)
    return len(said) <= 1 and len(asked.analysis.tokens) <= 5 and said[0].kind in (Kind.WORD, Kind.PLACE, Kind.ORDINAL)


def has_pronoun(asked: Understood) -> bool:
    """Whether a question speaks of something by a pronoun."""
    return says("pronoun", asked.folded)


def merged(asked: Understood, before: Understood) -> Understood:
    """A question with what the earlier one said and this one leaves out.

    What this one says takes the place of what is of its kind: a period, a place, an ordinal. The rest of the earlier
    question counts less than what is said now.
    """
    kept = []
    kinds = {part.kind for part in asked.content}
    said = {unit for part in asked.parts for unit in part.units}
    for part in before.parts:
        if part.kind in (Kind.PLACE, Kind.ORDINAL, Kind.SYMBOL) and part.kind in kinds:
            continue
        if part.units & said:
            continue
        kept.append(replace(part, weight=part.weight * 0.6))
    task = asked.task if asked.task is not Task.TELL else before.task
    ordinals = asked.ordinals or before.ordinals
    analysis = asked.analysis
    text = f"{asked.text} {before.text}"
    return replace(
        asked,
        text=text,
        folded=asked.folded if asked.asks else f"{asked.folded} {before.folded}",
        parts=(*asked.parts, *kept),
        periods=_with_year(asked, before) or before.periods,
        field=asked.field if asked.asks else before.field,
        task=task,
        entries=asked.entries or before.entries,
        ordinals=ordinals,
        analysis=analysis,
        yes_no=asked.yes_no or before.yes_no,
    )


def _with_year(asked: Understood, before: Understood) -> tuple[Found, ...]:
    """The periods of a question; one without its year is of the year that was spoken of before."""
    years = [found.period.start.year for found in before.periods if found.has_year and found.period.start]
    return tuple(found if found.has_year or not years else _in_year(found, years[-1]) for found in asked.periods)


def _in_year(found: Found, year: int) -> Found:
    start, end = found.period.start, found.period.end
    if start is None or end is None or start.year == year:
        return replace(found, has_year=True)
    shift = year - start.year
    try:
        period = replace(found.period, start=start.replace(year=year), end=end.replace(year=end.year + shift))
    except ValueError:
        return found
    return replace(found, period=period, has_year=True)
