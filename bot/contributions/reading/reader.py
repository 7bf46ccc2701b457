"""From a reply to its drafts: the pieces are found, each is read, and what belongs to all is given to all."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.contributions.reading import marks
from bot.contributions.reading.dating import periods_in, when_of
from bot.contributions.reading.heads import comes_out, doing_in, heads_of, kind_of, out_now, strong_head
from bot.contributions.reading.intents import asks_to_add, instead_of, intent_of, is_not_offered, is_question, until_of
from bot.contributions.reading.items import ITEM, Piece, Told, pieces_of
from bot.contributions.reading.partners import Named, partners_in
from bot.contributions.reading.spots import Spot, Where, spots_in, where_of
from bot.contributions.reading.titles import heading_title, is_generic, title_of
from bot.contributions.reading.unwrapping import LINK, Plain, own_lines, unwrap
from bot.contributions.reading.values import Draft, Intent, Reading
from bot.contributions.reading.venues import seat_in, venue_of
from bot.places import country_named
from bot.text.escape import shorten
from bot.text.period_grammar import Found, fold
from bot.text.periods import Period
from storage.words import ContributionKind, ContributionStatus, Precision

#: A reply may hold this many characters; what stands behind is not read (Slack delivers no longer message).
READ = 40_000
MOST_DRAFTS = 25
#: Something that goes on for longer is no meeting.
_LONG = dt.timedelta(days=62)
_TO_ALL = re.compile(
    r"\b(?:both|all|each|tou(?:s|tes)(?: les deux)?|les deux|todos|todas|ambos|ambas)\b(?! day)(?!-day)(?: of (?:them"
    r"|these|which))?"
)


#: "We have two events" offers none yet.
_COUNTED = re.compile(
    r"(?:two|three|four|five|six|some|several|a few|many|other|more|\d{1,2}|deux|trois|plusieurs|dos|tres|varios"
    r"|varias)"
    r"(?: more| other| new)? (?:events|activities|publications|projects|things|items|contributions|meetings"
    r"|evenements|eventos)"
)


@dataclass(frozen=True, slots=True)
class _Facts:
    """Where the dates and places of a piece of text stand."""

    found: tuple[Found, ...]
    spots: tuple[Spot, ...]


class _Reader:
    """Reads one reply; what it finds in a piece of text it remembers, for pieces are looked at more than once."""

    def __init__(self, plain: Plain, as_of: dt.date, entity: str, known: Sequence[str]) -> None:
        self.plain, self.as_of, self.entity, self.known = plain, as_of, entity, known
        self._facts: dict[str, _Facts] = {}
        self.told = False

    def facts(self, text: str) -> _Facts:
        if text not in self._facts:
            found = tuple(periods_in(text, self.as_of))
            self._facts[text] = _Facts(found, tuple(spots_in(text, [(one.begin, one.end) for one in found])))
        return self._facts[text]

    def look(self, text: str) -> Told:
        """Where a text names things, and where its dates, places and links stand."""
        text = text[:ITEM]
        facts = self.facts(text)
        heads = [head.begin for head in heads_of(fold(text)) if not self._in_date(head.begin, facts)]
        doing = doing_in(fold(text))
        places = [spot.begin for spot in facts.spots if not spot.inside]
        links = [match.start() for match in re.finditer(LINK, text)]
        return Told(
            tuple(heads or ([doing.start()] if doing else [])),
            tuple(sorted([*(one.begin for one in facts.found), *places, *links])),
            tuple((one.begin, one.end) for one in facts.found),
            bool(links),
        )

    @staticmethod
    def _in_date(at: int, facts: _Facts) -> bool:
        return any(one.begin <= at < one.end for one in facts.found)

    def draft(self, piece: Piece) -> Draft | None:
        """The draft of a piece; None where it offers nothing."""
        text, folded = piece.text, fold(piece.text)
        if is_question(text) and not asks_to_add(text):
            return None
        if is_not_offered(folded):
            return None
        facts = self.facts(text)
        heading = self._heading(piece)
        headed = bool(self.look(text).heads) or comes_out(folded) or heading is not None
        moved = marks.MOVED.search(folded) is not None
        project = any(head.kind is ContributionKind.PROJECT for head in heads_of(folded)[:2])
        when = when_of(text, folded, list(facts.found), self.as_of, moved=moved, open_ended=project)
        cancelled = marks.CANCELLED.search(folded)
        if cancelled and not (moved and self._holds_anew(folded, cancelled.start(), when.period, when.begin, facts)):
            self.told = True
            return None
        partners = partners_in(text, self.entity, self.known)
        period = (
            when.period
            or (
                self.facts(heading[1]).found
                and when_of(
                    heading[1],
                    fold(heading[1]),
                    list(self.facts(heading[1]).found),
                    self.as_of,
                    moved=False,
                    open_ended=project,
                ).period
                if heading
                else None
            )
            or Period()
        )
        exact = period.precision is Precision.DAY
        long = bool(period.start and period.end and period.end - period.start > _LONG) or (
            bool(period) and None in (period.start, period.end)
        )
        spots = self._outside(self._standing(facts.spots, folded), partners)
        where = where_of(text, spots, many=project, exact=exact)
        named = title_of(text, when.spans, where.spans, partners.spans)
        title = self._title(named.title, heading)
        if title is None or _COUNTED.fullmatch(fold(title)):
            return None
        link = self.plain.link_in(text)
        told = when.spans or where.spans or link or (spots and headed) or (heading and piece.bullet)
        if not told and not self._told_by_itself(piece, title):
            return None
        if not headed and not self._surely(piece, title, when.period, bool(where.spans)):
            return None
        label = named.label.kind if named.label and named.label.word not in fold(title) else None
        name = re.sub(re.escape(fold(title)), " ", folded) if named.quoted else fold(title)
        name = name if heads_of(name) else fold(title)
        kind = label or kind_of(name, folded, long=long, dated=exact and not long)
        if heading and not heads_of(fold(named.title or "")):
            kind = label or kind_of(fold(heading[0]), fold(heading[1]), long=long, dated=exact and not long)
        if not where.city and not where.country and not where.countries and heading:
            over = self.facts(heading[1])
            where = where_of(heading[1], over.spots, many=project, exact=exact)
        where = self._fitting(where, kind, folded, spots)
        return Draft(
            kind=kind,
            title=shorten(title, 300),
            words=re.sub(LINK, " ", text).strip(),
            period=period,
            venue=venue_of([part for part in _unbracketed(named.rest) if fold(part) not in fold(title)]),
            city=where.city,
            country=where.country,
            countries=where.countries,
            online=marks.is_online(folded) or (heading is not None and marks.is_online(fold(heading[1]))),
            link=link,
            status=self._status(folded, period),
            partners=partners.names,
        )

    @staticmethod
    def _told_by_itself(piece: Piece, title: str) -> bool:
        """Whether a thing counts without date, place and link: it is out, or to be confirmed, or one of a list."""
        folded = fold(piece.text)
        if not strong_head(folded) or is_generic(title, 0):
            return False
        if piece.bullet or piece.row:
            return len(title.split()) >= 3
        return out_now(folded) or marks.status_of(folded) in (ContributionStatus.TENTATIVE,)

    def _status(self, folded: str, period: Period) -> ContributionStatus | None:
        """The status that the words tell; what "published 19 June" tells depends on the day."""
        status = marks.status_of(folded)
        over = period.end is not None and period.end < self.as_of
        return ContributionStatus.DONE if status is None and over and marks.is_told_as_done(folded) else status

    def _heading(self, piece: Piece) -> tuple[str, str] | None:
        """What stands over a piece, as a title and as it was typed."""
        if not piece.heading:
            return None
        facts = self.facts(piece.heading)
        title = heading_title(
            piece.heading,
            [(one.begin, one.end) for one in facts.found],
            [(s.begin, s.end) for s in facts.spots if not s.inside],
        )
        return (title, piece.heading) if title else None

    @staticmethod
    def _title(own: str | None, heading: tuple[str, str] | None) -> str | None:
        """The title with the shared heading joined to it, unless it says what it is by itself."""
        if heading is None:
            return own
        if own is None:
            return heading[0]
        if heads_of(fold(own)) and not is_generic(own):
            return own
        return f"{heading[0]}: {own}"

    @staticmethod
    def _holds_anew(folded: str, cancelled: int, period: Period, begin: int | None, facts: _Facts) -> bool:
        """Whether something called off has a new date or place behind that word."""
        return (
            begin is not None
            and bool(period)
            and (begin > cancelled or re.search(r"\bnew dates?\b", folded) is not None)
            and not re.search(r"\buntil further notice|\bsine die|jusqu'a nouvel ordre|hasta nuevo aviso", folded)
        )

    @staticmethod
    def _standing(spots: Sequence[Spot], folded: str) -> list[Spot]:
        """The places that still hold: of "moves from Bern to Lausanne" the second."""
        gone = re.compile(
            r"\b(?:moved?|moves|relocated|transferred|deplacee?|trasladad[oa]|se traslada|instead of|not in"
            r"|au lieu de|en lugar de)\b[^.;]{0,60}?(?:\bfrom\s+|\bde\s+|\binstead of\s+|\bnot in\s+|au lieu de\s+"
            r"|en lugar de\s+)$"
        )
        kept = [
            spot
            for spot in spots
            if not gone.search(folded[max(0, spot.begin - 90) : spot.begin])
            and not re.search(
                r"\b(?:instead of|rather than|not(?: in)?|au lieu d[e']|en lugar de)\s*$",
                folded[max(0, spot.begin - 20) : spot.begin],
            )
        ]
        behind = re.search(r"\b(?:moves?|moved|relocated|se traslada|deplacee?)\b", folded)
        to = [
            spot
            for spot in kept
            if behind
            and spot.begin > behind.end()
            and re.search(r"\b(?:to|a|vers|en)\s+$", folded[max(0, spot.begin - 8) : spot.begin])
        ]
        now = re.search(
            r"\b(?:originally|initially|previously|inicialmente|initialement)\b.*?\b(?:now|will|ahora"
            r"|sera)\b",
            folded,
        )
        anew = [spot for spot in kept if now and spot.begin > now.end()]
        return to or anew or kept

    @staticmethod
    def _outside(spots: Sequence[Spot], partners: Named) -> list[Spot]:
        return [spot for spot in spots if not any(begin <= spot.begin < end for begin, end in partners.spans)]

    @staticmethod
    def _surely(piece: Piece, title: str, period: Period, placed: bool) -> bool:
        """Whether something that no word calls a thing is one: it has a name, a day and a place, or is in a list."""
        words = title.split()
        if (
            re.match(
                r"(?:I|We|My|You|They|He|She|It|This|That|Thanks|Please|Sorry|Yes|No|Ok|Je|Nous|Merci|Yo|Gracias)\b",
                title,
            )
            or len(words) > 14
        ):
            return False
        name = sum(word[:1].isupper() for word in words) >= 2 or (len(words) >= 2 and (piece.bullet or piece.row))
        name = name or (placed and period.precision is Precision.DAY and len(words) >= 3)
        return bool(period) and (placed or piece.bullet or piece.row) and name

    def _fitting(self, where: Where, kind: ContributionKind, folded: str, spots: Sequence[Spot]) -> Where:
        """The place, as it fits the kind: a house of the United Nations tells its city, a government its country."""
        if (
            kind is ContributionKind.EVENT
            and where.city is None
            and where.country is None
            and (seat := seat_in(folded))
        ):
            return Where(seat.city, seat.country, (), where.spans)
        if kind is ContributionKind.ACTIVITY and where == Where(spans=where.spans):
            given = re.search(
                r"\b(?:advis\w+|support\w*|assist\w*|help\w*)\s+(?:to\s+)?the governments? of (?:the )?([a-z' ]{3,40})",
                folded,
            )
            if given:
                words = given[1].split()
                for size in range(min(4, len(words)), 0, -1):
                    if country := country_named(" ".join(words[:size])):
                        return Where(None, country, (), where.spans)
        return where


def read_reply(text: str, as_of: dt.date, entity: str, known: Iterable[str] = ()) -> Reading:
    """Read a reply that somebody of an entity (its acronym) wrote on a day. Never raises, whatever the text.

    ``known`` are names and aliases of entities, by which partners are recognised.
    """
    plain = unwrap(text[:READ])
    own = own_lines(plain.text)
    whole = "\n".join(own)
    if not any(letter.isalnum() for letter in whole):
        return Reading(Intent.OTHER)
    reader = _Reader(plain, as_of, entity, tuple(known))
    pieces = pieces_of(own, reader.look)
    drafts = [draft for piece in pieces if (draft := reader.draft(piece))]
    drafts = _distinct(_shared(drafts, pieces, reader))
    if drafts:
        unread = tuple(draft.title for draft in drafts[MOST_DRAFTS:])
        return Reading(Intent.CONTRIBUTION, tuple(drafts[:MOST_DRAFTS]), unread)
    intent = intent_of(whole, told=reader.told)
    return Reading(
        intent,
        until=until_of(whole, as_of) if intent is Intent.SNOOZE else None,
        instead=instead_of(text, whole) if intent is Intent.DECLINE else None,
    )


def _shared(drafts: list[Draft], pieces: Sequence[Piece], reader: _Reader) -> list[Draft]:
    """The drafts with the partners that a clause gives to all of them ("both with IOM")."""
    if len(drafts) < 2:
        return drafts
    extra: list[str] = []
    for piece in pieces:
        folded = fold(piece.text)
        match = _TO_ALL.search(folded)
        if match and len(folded) - match.start() < 200:
            extra += partners_in(piece.text[match.start() :], reader.entity, reader.known).names
    if not extra:
        return drafts
    return [
        replace(draft, partners=tuple({fold(name): name for name in (*draft.partners, *extra)}.values()))
        for draft in drafts
    ]


def _unbracketed(parts: Iterable[str]) -> list[str]:
    """Segments, and those in brackets cut at their commas."""
    return [
        piece.strip()
        for part in parts
        for piece in (re.split(r"\s*[(),]\s*", part) if re.search(r"\([^)]*,", part) else [part])
        if piece.strip()
    ]


def _distinct(drafts: list[Draft]) -> list[Draft]:
    """The drafts without those that repeat an earlier one."""
    kept: list[Draft] = []
    for draft in drafts:
        words = _words(draft.title)
        if not any(
            one.period == draft.period
            and (one.city == draft.city or None in (one.city, draft.city))
            and _like(words, _words(one.title))
            for one in kept[-40:]
        ):
            kept.append(draft)
    return kept


def _words(title: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w{2,}|\d", fold(title)))


def _like(one: frozenset[str], other: frozenset[str]) -> bool:
    if any(word.isdigit() for word in one ^ other) and any(map(str.isdigit, one)) and any(map(str.isdigit, other)):
        # "Working group 1" and "working group 2" are two things, whatever else they share.
        return False
    return one == other or (len(one & other) >= 0.8 * len(one | other) and bool(one & other))
