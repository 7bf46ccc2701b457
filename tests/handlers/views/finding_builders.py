"""Every message about findings, built around a text that people wrote."""

import datetime as dt
from collections.abc import Callable

from bot.contributions.clashes import Clash, clashes_among, event_slot, milestone_slot
from bot.contributions.duplicates import Likeness
from bot.contributions.findings import Clashes, Quiet
from bot.contributions.gaps import GapMap, Mark, Row
from bot.contributions.pairing import Alike, Decided, Pairs
from bot.contributions.standing import Standing
from bot.text.languages import Language
from bot.text.periods import Period
from handlers.views import findings, gaps, pairs
from handlers.views.message import Message
from storage.models import Contribution, Dismissal, Entity, Pairing, Person
from storage.words import ContributionKind, ContributionStatus, PairVerdict, Precision

NOW = dt.datetime(2017, 1, 30, 14, tzinfo=dt.UTC)
ZONE = "Asia/Kolkata"
DAY = Period(NOW.date(), NOW.date(), Precision.DAY, True)


def clashes_of(text: str) -> tuple[Clash, ...]:
    slots = [
        event_slot(
            who=text[:60],
            title=text[:3000],
            kind=ContributionKind.EVENT,
            status=ContributionStatus.PLANNED,
            period=DAY,
            city=text[:200] if n % 2 else None,
            country=text[:200],
            online=True,
            contact=text[:200] if n % 3 else None,
            entity_id=n,
            contribution_id=n,
        )
        for n in range(1, 6)
    ]
    roadmap = milestone_slot(key="K" * 60, title=text[:2000], kind="meeting", period=DAY, venue=text, lead=text)
    return clashes_among([slot for slot in slots if slot], [roadmap] if roadmap else [])


def person(text: str) -> Person:
    return Person(name=text[:200] or "x", zone=ZONE, locale="en")


def build_clashes(text: str, language: Language) -> list[Message]:
    found = clashes_of(text)
    dismissal = Dismissal(id=1, note=text[:1000], at=NOW, person=person(text))
    back = {clash.signature: dismissal for clash in found}
    quiet = tuple(Quiet(clash, dismissal) for clash in found)
    return [
        findings.clashes_message(shown, panel=text[:3000], page=page, language=language, zone=ZONE, notice=notice)
        for shown, page, notice in (
            (Clashes(found, quiet, back, 34, 5), 1, None),
            (Clashes(found, (), {}, 34, 5), 2, text[:200]),
            (Clashes((), quiet, {}, 34, 5), 1, text[:200]),
            (Clashes((), (), {}, 0, 0), 9, None),
        )
    ]


def build_quiet(text: str, language: Language) -> list[Message]:
    by = Dismissal(id=10**9, note=text[:1000], at=NOW, person=person(text))
    nobody = Dismissal(id=2, note=text[:1000], at=NOW, person=None)
    quiet = [Quiet(clash, by if n % 2 else nobody) for n, clash in enumerate(clashes_of(text))]
    return [
        findings.quiet_message(shown, panel=text[:3000], page=page, language=language, zone=ZONE, notice=notice)
        for shown, page, notice in ((quiet[:2], 1, None), ([], 1, text[:200]))
    ]


def build_plain(text: str, language: Language) -> list[Message]:
    return [findings.plain_message([text[:400]], [], ident="x")]


def build_finished(text: str, language: Language) -> list[Message]:
    return [findings.finished([text[:3000]], [], [text[:900]], [], 1, 3, language, ident="x")]


def row(text: str, ident: int) -> Contribution:
    found = Contribution(
        id=ident, entity_id=ident, kind=ContributionKind.EVENT, title=text[:3000], start_date=DAY.start,
        end_date=DAY.end, precision=Precision.DAY, tbc=True, venue=text[:300], city=text[:200], country=None,
        online=True, link=text[:3000] if ident % 2 else None,
    )  # fmt: skip
    found.entity = Entity(id=ident, acronym=text[:60], name=text[:300], zone=ZONE)
    return found


def pairs_of(text: str) -> Pairs:
    alike = [Alike(row(text, n), row(text, n + 100), Likeness.LINK if n % 2 else Likeness.TITLE, "f" * 32) for n in
             range(1, 15)]  # fmt: skip
    decided = [
        Decided(
            Pairing(
                id=n, one_id=n, other_id=n + 100, verdict=verdict, at=NOW, person=person(text) if n % 2 else None,
                kept_id=None if verdict is PairVerdict.DIFFERENT else n + 100,
            ),
            row(text, n),
            row(text, n + 100),
        )
        for n, verdict in enumerate([*PairVerdict] * 5, start=1)
    ]  # fmt: skip
    return Pairs(tuple(alike), tuple(decided), 600)


def build_pairs(text: str, language: Language) -> list[Message]:
    found, contacts = pairs_of(text), dict.fromkeys(range(50), text[:200])
    return [
        pairs.pairs_message(shown, contacts, panel=text, page=page, language=language, notice=notice, undo=undo)
        for shown, page, notice, undo in (
            (found, 1, None, None),
            (found, 3, text[:400], 7),
            (Pairs((), found.decided, 3), 1, text[:400], 7),
            (Pairs((), (), 1), 1, None, None),
        )
    ]


def build_decided(text: str, language: Language) -> list[Message]:
    return [
        pairs.decided_message(shown, panel=text, page=page, language=language, zone=ZONE, notice=notice)
        for shown, page, notice in ((pairs_of(text), 2, text[:400]), (Pairs((), (), 1), 1, None))
    ]


def build_gaps(text: str, language: Language) -> list[Message]:
    columns = tuple((f"{n}{text[:190]}", text[:200]) for n in range(8))
    marks = [*Mark]
    rows = tuple(
        Row(text[:60], standing, tuple((n + m) % 5 or marks[n % 4] for m in range(8)))
        for n, standing in enumerate([*Standing, None] * 11)
    )
    return [
        gaps.gaps_message(shown, page=page, language=language)
        for shown, page in (
            (GapMap(text, columns, rows, tuple(range(8))), 1),
            (GapMap(text, columns, rows, tuple(range(8))), 2),
            (GapMap(text, tuple((str(n), text[:200]) for n in range(40)), rows, (0,) * 40), 1),
            (GapMap(text, (), rows, ()), 1),
            (GapMap(text, columns, (), (0,) * 8), 1),
        )
    ]


BUILDERS: dict[str, Callable[[str, Language], list[Message]]] = {
    "findings.clashes_message": build_clashes,
    "findings.quiet_message": build_quiet,
    "findings.plain_message": build_plain,
    "findings.finished": build_finished,
    "pairs.pairs_message": build_pairs,
    "pairs.decided_message": build_decided,
    "gaps.gaps_message": build_gaps,
}
