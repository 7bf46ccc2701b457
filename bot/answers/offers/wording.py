"""What is told of contributions, in words. Pure: text of people comes shortened and on one line, never with markup."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.answers.offers.rows import Chosen, Offer, Wish
from bot.answers.offers.wishes import Request, Want
from bot.answers.values import Answer, Citation
from bot.contributions.standing import Standing
from bot.panels.status import PanelStatus
from bot.text.catalogue import phrase
from bot.text.dates import day_in_words
from bot.text.escape import shorten
from bot.text.period_grammar import Found, Relation
from bot.text.periods import period_in_words
from storage.models import Entity
from storage.words import ContributionStatus

#: Contributions a page, entities a page, titles of one entity, and names in a sentence.
PAGE, ENTITIES, TITLES, NAMES = 15, 10, 4, 12
#: Beside entries of the roadmap a list is kept shorter.
BESIDE = 8
#: Of one contribution that was asked for by its name, at most so many that are called so.
NAMED = 3
#: A status that goes without saying.
_PLAIN = (ContributionStatus.PLANNED, ContributionStatus.CONFIRMED)


class Teller:
    """Tells what fits a request, to somebody who may see ``offers`` and nothing else."""

    def __init__(
        self,
        request: Request,
        entities: Sequence[Entity],
        offers: Sequence[Offer],
        nils: Sequence[tuple[int, dt.date]] = (),
    ) -> None:
        self._request = request
        self._language = request.asked.language
        self._acronyms = {offer.row.entity_id: one_line(offer.entity.acronym, 60) for offer in offers}
        self._acronyms |= {entity.id: one_line(entity.acronym, 60) for entity in entities}
        self._offers = list(offers)
        self._nils = nils

    def tell(self, found: Chosen) -> Answer:
        """The answer to a question about contributions."""
        request = self._request
        if request.want is Want.NIL:
            return self._nil()
        if not found:
            return self._none()
        if request.want is Want.WHO and (found.offers or found.undated):
            return self._who(found)
        if request.want in (Want.WHEN, Want.WHERE) and request.wish.words and (found.offers or found.undated):
            return self._field([*found.offers, *found.undated], found)
        return self._list(found)

    def beside(self, told: Answer, found: Chosen) -> Answer:
        """What the roadmap says, and the contributions that fit too."""
        if told.abstained and not told.citations:
            listed = self._list(found)
            none = phrase(self._language, "offers.roadmap_none")
            return replace(listed, text=f"{none}\n\n{listed.text}")
        lines, shown = self._lines(found, "offers.beside", BESIDE, "offers.more_beside")
        return _joined(told.text, "\n".join(lines), told, self._cited(shown))

    def before(self, told: Answer, found: Chosen) -> Answer:
        """The contributions that fit, and what the roadmap says too."""
        listed = self.tell(found)
        return Answer(f"{listed.text}\n\n{told.text}", (*listed.citations, *told.citations), False, self._language)

    def none_beside(self, told: Answer) -> Answer:
        """What the roadmap says, where no contribution fits; where it knows nothing either, what there is."""
        if told.abstained and not told.citations:
            return replace(self._none(), nearest=told.nearest)
        return replace(told, text=f"{told.text}\n\n{self._none_fits()}")

    def silent(self, panels: Sequence[PanelStatus] | None) -> Answer:
        """Which entities have not answered; for officers alone, None stands for everybody else."""
        if panels is None:
            return self._answer([phrase(self._language, "offers.silent_officers")])
        lines = []
        for panel in panels:
            title = one_line(panel.title, 120)
            names = [one_line(e.acronym, 60) for e in panel.entities if not e.standing.has_answered]
            if names:
                lines.append(
                    phrase(self._language, "offers.silent", panel=title, count=len(names), names=", ".join(names))
                )
            else:
                lines.append(phrase(self._language, "offers.silent_none", panel=title))
            answered = panel.count(Standing.ANSWERED, Standing.INCOMPLETE)
            nil = panel.count(Standing.NIL)
            lines.append(phrase(self._language, "offers.silent_others", answered=answered, nil=nil))
        return self._answer(lines or [phrase(self._language, "offers.no_panel")])

    def _list(self, found: Chosen) -> Answer:
        lines, shown = self._lines(found, "offers.list", PAGE, "answers.more", self._request.page)
        return self._answer(lines, shown)

    def _lines(self, found: Chosen, heading: str, size: int, more: str, page: int = 0) -> tuple[list[str], list[Offer]]:
        """A page of a list, with what has no date apart on its first one."""
        start = page * size
        if start and start >= len(found.offers):
            return [phrase(self._language, "offers.no_more")], []
        lines, shown = [], list(found.offers[start : start + size])
        if found.offers:
            lines.append(self._heading(heading, len(found.offers)))
            lines += [f"- {self._line(offer)}" for offer in shown]
            if (left := len(found.offers) - start - size) > 0:
                lines.append(phrase(self._language, more, count=left))
            undated = sum(offer.day is None for offer in found.offers)
            if 0 < undated < len(found.offers):
                lines.append(phrase(self._language, "answers.undated", count=undated))
        elif found.undated:
            lines.append(self._fitting("offers.dated_none"))
        if page == 0:
            lines += self._apart(found)
            shown += found.undated[:TITLES]
        return lines, shown

    def _apart(self, found: Chosen) -> list[str]:
        lines = []
        if found.undated:
            count, names = len(found.undated), self._names(found.undated)
            lines.append(phrase(self._language, "offers.undated", count=count, names=names))
        return lines

    def _who(self, found: Chosen) -> Answer:
        """Entity by entity, each with what it has."""
        by_entity: dict[int, list[Offer]] = {}
        for offer in [*found.offers, *found.undated]:
            by_entity.setdefault(offer.row.entity_id, []).append(offer)
        order = sorted(by_entity, key=lambda entity_id: self._acronyms[entity_id].casefold())
        start = self._request.page * ENTITIES
        if start and start >= len(order):
            return self._answer([phrase(self._language, "offers.no_more")])
        lines, shown = [self._heading("offers.who", len(order))], []
        for entity_id in order[start : start + ENTITIES]:
            offers = by_entity[entity_id]
            shown += offers[:TITLES]
            names = self._names(offers, with_entity=False)
            line = phrase(self._language, "offers.who_line", entity=self._acronyms[entity_id], names=names)
            lines.append(f"- {line}")
        if (left := len(order) - start - ENTITIES) > 0:
            lines.append(phrase(self._language, "answers.more", count=left))
        return self._answer(lines, shown)

    def _field(self, offers: Sequence[Offer], found: Chosen) -> Answer:
        """When or where something is that was asked for by its name."""
        if len(offers) > NAMED:
            return self._list(found)
        where = self._request.want is Want.WHERE
        lines = []
        for offer in offers:
            value = self._where(offer, 200) if where else self._when(offer)
            facts = self._facts(offer, where=not where)
            key = ("where" if where else "when") if value else ("no_where" if where else "no_when")
            title = shorten(offer.title, 200)
            lines.append(phrase(self._language, f"offers.{key}", value=value, title=title, facts=facts))
        return self._answer(lines, offers)

    def _nil(self) -> Answer:
        """Who has said that there is nothing to report."""
        lines = self._nil_lines(self._request.wish.entities)
        return self._answer(lines or [phrase(self._language, "offers.nil_none")])

    def _nil_lines(self, entities: frozenset[int]) -> list[str]:
        said = {entity_id: day for entity_id, day in self._nils if not entities or entity_id in entities}
        return [
            phrase(
                self._language, "offers.nil", entity=self._acronyms[one], day=day_in_words(said[one], self._language)
            )
            for one in sorted(said, key=lambda one: self._acronyms.get(one, "").casefold())
            if one in self._acronyms
        ]

    def _none(self) -> Answer:
        """That nothing fits, and what there is."""
        wish = self._request.wish
        nils = self._nil_lines(wish.entities) if wish.entities else []
        own = {entity_id for entity_id, _ in self._nils} & wish.entities
        if nils and own == wish.entities and replace(wish, entities=frozenset()) == Wish():
            return self._answer(nils)
        if not self._offers:
            return self._answer([*nils, phrase(self._language, "offers.none_at_all")], abstained=True)
        there = [offer for offer in self._offers if offer.row.entity_id in wish.entities] or self._offers
        names = sorted({self._acronyms[offer.row.entity_id] for offer in there}, key=str.casefold)
        listed = ", ".join([*names[:NAMES], *(["…"] if len(names) > NAMES else [])])
        all_there = phrase(self._language, "offers.there_are", count=len(there), names=listed)
        return self._answer([" ".join([self._none_fits(), *nils, all_there])], abstained=True)

    def _none_fits(self) -> str:
        return self._fitting("offers.none")

    def _heading(self, key: str, count: int) -> str:
        return self._fitting(key, count=count)

    def _fitting(self, key: str, **values: object) -> str:
        """A text with what was looked for in it, where anything was."""
        if looked_for := self._looked_for():
            return phrase(self._language, key, wanted=looked_for, **values)
        return phrase(self._language, f"{key}_all", **values)

    def _looked_for(self) -> str:
        """What a request was understood to want, so that a misunderstanding shows."""
        wish, language = self._request.wish, self._language
        parts = [self._acronyms[one] for one in sorted(wish.entities) if one in self._acronyms]
        with_whom = [self._acronyms[one] for one in sorted(wish.partners) if one in self._acronyms]
        with_whom += [one_line(word.text, 60) for word in wish.with_names]
        if with_whom:
            parts.append(phrase(language, "offers.with", names=", ".join(with_whom)))
        parts += [phrase(language, f"offers.kind_{kind}") for kind in sorted(wish.kinds)]
        parts += [_lower(phrase(language, f"contributions.status_{status}")) for status in sorted(wish.statuses)]
        if wish.online:
            parts.append(phrase(language, "contributions.online_mark"))
        if wish.undated:
            parts.append(phrase(language, "answers.no_date"))
        if wish.coming:
            parts.append(phrase(language, "offers.coming"))
        parts += [self._period(found) for found in wish.periods]
        parts += [one_line(place.city or place.country, 60) for place in wish.places]
        parts += [phrase(language, "offers.word", word=one_line(word.text, 60)) for word in wish.words]
        return "; ".join(parts)

    def _period(self, found: Found) -> str:
        """A period of a question in words; one whose year was not said in those of the question itself."""
        text = self._request.asked.text[found.begin : found.end].strip()
        # The period of a follow-up may stand in the question before it.
        words = period_in_words(found.period, self._language)
        if not found.has_year and found in self._request.asked.periods:
            words = one_line(text, 60)
        elif not found.has_year:
            words = " ".join(word for word in words.split() if not word.isdigit() or len(word) < 4).removesuffix(" de")
        if found.relation is Relation.IN:
            return words
        return phrase(self._language, f"offers.{found.relation.value}", period=words)

    def _line(self, offer: Offer) -> str:
        when = self._when(offer) or phrase(self._language, "answers.no_date")
        return phrase(
            self._language, "offers.line", when=when, title=shorten(offer.title, 140), facts=self._facts(offer)
        )

    def _when(self, offer: Offer) -> str:
        return period_in_words(offer.period, self._language)

    def _where(self, offer: Offer, limit: int = 80) -> str:
        row = offer.row
        parts = [one_line(part, limit) for part in (row.venue, row.city, row.country) if part and part.strip()]
        if row.online:
            parts.append(phrase(self._language, "contributions.online_mark"))
        return shorten(", ".join(dict.fromkeys(parts)), limit)

    def _facts(self, offer: Offer, *, where: bool = True) -> str:
        """Whose it is, its kind, where it is, and how sure."""
        row = offer.row
        facts = [self._acronyms[row.entity_id], _lower(phrase(self._language, f"contributions.kind_{row.kind.value}"))]
        if where and (place := self._where(offer)):
            facts.append(place)
        if row.status not in _PLAIN:
            facts.append(_lower(phrase(self._language, f"contributions.status_{row.status.value}")))
        if row.tbc:
            facts.append(phrase(self._language, "contributions.tbc_mark"))
        return "; ".join(facts)

    def _names(self, offers: Iterable[Offer], *, with_entity: bool = True) -> str:
        """Titles in one line, each with its date or its entity."""
        offers = list(offers)
        named = []
        for offer in offers[:TITLES]:
            notes = [self._acronyms[offer.row.entity_id]] if with_entity else []
            notes += [self._when(offer)] if self._when(offer) else []
            if offer.row.status is ContributionStatus.CANCELLED:
                notes.append(_lower(phrase(self._language, "contributions.status_cancelled")))
            title = shorten(offer.title, 90)
            named.append(f"{title} ({', '.join(notes)})" if notes else title)
        if len(offers) > TITLES:
            named.append(phrase(self._language, "contributions.list_more", count=len(offers) - TITLES))
        return "; ".join(named)

    def _answer(self, lines: Sequence[str], shown: Iterable[Offer] = (), *, abstained: bool = False) -> Answer:
        return Answer("\n".join(lines), self._cited(shown), abstained, self._language)

    def _cited(self, shown: Iterable[Offer]) -> tuple[Citation, ...]:
        return tuple(
            Citation(
                f"contribution#{offer.row.id}",
                shorten(offer.title, 200),
                "; ".join(filter(None, (self._acronyms[offer.row.entity_id], self._when(offer)))),
            )
            for offer in dict.fromkeys(shown)
        )


def _joined(first: str, second: str, told: Answer, cited: tuple[Citation, ...]) -> Answer:
    return Answer(f"{first}\n\n{second}", (*told.citations, *cited), told.abstained, told.language, told.nearest)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def one_line(text: str, limit: int) -> str:
    """A text of people on one line, cut where it is long: it can look like no other line of an answer."""
    return shorten(" ".join(text.split()), limit)
