"""Contributions that look like one and the same: by their link, or by their title and their period. Pure.

Nothing is merged here: who has to decide is shown the two side by side. Titles are compared without accents, and by the
beginnings of their words, which English, French and Spanish share for most of what a meeting is called.
"""

import datetime as dt
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import combinations
from urllib.parse import parse_qsl, urlencode, urlsplit

from rapidfuzz import fuzz

from bot.contributions.clashes import town_of
from bot.contributions.form import period_of
from bot.text.period_words import fold
from bot.text.periods import Period
from storage.models import Contribution
from storage.words import ContributionStatus, Precision

#: Likeness of titles, of 100: by letters where the periods overlap, and where one of them has no date.
LIKE, LIKE_UNDATED = 82, 93
#: Share of words that begin alike: where the periods overlap, and where the days and the city are the same.
SHARED, SHARED_SAME_DAYS = 0.75, 0.4
#: So many letters of a word are compared across languages.
BEGINNING = 5
#: Words that tell one of a series from the other, by number.
_ORDINALS = {
    word: number
    for number, words in enumerate(
        (
            "first premier premiere primer primero primera i",
            "second seconde deuxieme segundo segunda ii",
            "third troisieme tercer tercero tercera iii",
            "fourth quatrieme cuarto cuarta iv",
            "fifth cinquieme quinto quinta v",
            "sixth sixieme sexto sexta vi",
        ),
        start=1,
    )
    for word in words.split()
}
_SMALL_WORDS = """
    the and for with from into its their our a an of on in to at by
    le la les des du de un une et pour avec sur dans en au aux el los las del y para con sobre una al por
"""
_SMALL = frozenset(_SMALL_WORDS.split())
_WORD = re.compile(r"[^\W_]+")
#: Parts of an address that say how somebody came there, and not where it leads.
_TRACKING = re.compile(r"(?:utm_\w+|fbclid|gclid|mc_[ce]id|ref|source|lang|locale)\Z")


class Likeness(StrEnum):
    """Why two contributions look like one; ``findings.like_<value>`` says it in words."""

    LINK = "link"
    TITLE = "title"


@dataclass(frozen=True)
class Item:
    """A contribution as it is compared."""

    id: int
    entity_id: int
    title: str
    link: str | None
    period: Period
    city: str | None = None
    online: bool = False

    @cached_property
    def address(self) -> str | None:
        """Where its link leads."""
        return address_of(self.link)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words of its title, folded, without the small ones."""
        return tuple(word for word in _WORD.findall(fold(self.title)) if word not in _SMALL)

    @cached_property
    def numbers(self) -> frozenset[int]:
        """The numbers in its title, years apart: the second workshop is not the third."""
        found = {int(word) for word in self.words if word.isdecimal() and len(word) < 4}
        return frozenset(found | {_ORDINALS[word] for word in self.words if word in _ORDINALS})

    @cached_property
    def beginnings(self) -> frozenset[str]:
        """How the words of its title begin."""
        return frozenset(word[:BEGINNING] for word in self.words if not word.isdecimal() and word not in _ORDINALS)

    @cached_property
    def plain(self) -> str:
        """Its title for comparing letter by letter."""
        return " ".join(sorted(self.words))

    @cached_property
    def town(self) -> str:
        """Its city, one text in any language."""
        return town_of(self.city) if self.city else ""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two contributions that look alike, the older one first."""

    one: Item
    other: Item
    like: Likeness

    @property
    def signature(self) -> str:
        """A text that is another one as soon as either side changes what is compared."""
        return signature_of(self.one, self.other)


def item_of(row: Contribution) -> Item | None:
    """A stored contribution as it is compared; None for a cancelled one."""
    if row.status is ContributionStatus.CANCELLED:
        return None
    return Item(row.id, row.entity_id, row.title, row.link, period_of(row), row.city, row.online)


def pairs_among(items: Sequence[Item]) -> tuple[Pair, ...]:
    """All pairs that look alike. Compared are those alone that share a link or half of the words of one title."""
    found = [pair for one, other in _candidates(items) if (pair := pair_of(one, other))]
    return tuple(sorted(found, key=lambda pair: (pair.like is Likeness.TITLE, pair.one.id, pair.other.id)))


def pair_of(one: Item, other: Item) -> Pair | None:
    """Whether two contributions look like one, whichever is named first."""
    if one.id == other.id:
        return None
    first, second = sorted((one, other), key=lambda item: item.id)
    like = _likeness(first, second)
    return Pair(first, second, like) if like else None


def address_of(link: str | None) -> str | None:
    """Where a link leads, so that ways of writing it are one; None for none, and for a mere home page."""
    if not link or not link.strip():
        return None
    text = link.strip()
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host, port = (parts.hostname or "").removeprefix("www."), parts.port
    except ValueError:
        return None
    path = parts.path.rstrip("/")
    path = path.removesuffix("/index.html").removesuffix("/index.php")
    query = urlencode(sorted(pair for pair in parse_qsl(parts.query) if not _TRACKING.match(pair[0].lower())))
    # A page in another language is the same page: /en/events/1 and /fr/events/1.
    path = re.sub(r"/(?:en|fr|es)(?=/)", "", path)
    if not host or (re.fullmatch(r"/?(?:en|fr|es)?", path) and not query):
        return None
    port_text = f":{port}" if port not in (None, 80, 443) else ""
    return f"{host}{port_text}{path}{f'?{query}' if query else ''}"


def signature_of(one: Item, other: Item) -> str:
    """What is compared of both sides, as 32 hexadecimal digits; the same in either order."""
    sides = sorted(
        "|".join(map(str, (item.id, item.plain, item.address, item.period.start, item.period.end, item.town)))
        for item in (one, other)
    )
    return hashlib.sha256("\n".join(sides).encode()).hexdigest()[:32]


def _candidates(items: Sequence[Item]) -> Iterable[tuple[Item, Item]]:
    by_id = {item.id: item for item in items}
    holding: dict[str, list[int]] = {}
    found: set[tuple[int, int]] = set()
    for item in sorted(items, key=lambda item: item.id):
        # What shares no beginning of a word shares no title; few titles have more than a dozen.
        shared = Counter(ident for word in item.beginnings for ident in holding.get(word, ()))
        for ident, count in shared.items():
            if 2 * count >= min(len(item.beginnings), len(by_id[ident].beginnings)):
                found.add((ident, item.id))
        for word in item.beginnings:
            holding.setdefault(word, []).append(item.id)
    by_address: dict[str, list[int]] = {}
    for item in items:
        if item.address:
            by_address.setdefault(item.address, []).append(item.id)
    for group in by_address.values():
        found.update(combinations(sorted(set(group)), 2))
    return [(by_id[one], by_id[other]) for one, other in sorted(found)]


def _likeness(one: Item, other: Item) -> Likeness | None:
    together = _together(one.period, other.period)
    titles = one.numbers == other.numbers and _alike(one, other, together)
    # An entity may give one link with several events of its own.
    if one.address and one.address == other.address and (one.entity_id != other.entity_id or titles or together):
        return Likeness.LINK
    return Likeness.TITLE if titles else None


def _alike(one: Item, other: Item, together: bool | None) -> bool:
    """Whether titles are alike enough for periods that overlap, or of which one is not known (``together`` None)."""
    shared = len(one.beginnings & other.beginnings)
    if together is False or not shared or 2 * shared < min(len(one.beginnings), len(other.beginnings)):
        return False
    letters = fuzz.ratio(one.plain, other.plain)
    if together is None:
        return letters >= LIKE_UNDATED
    share = 2 * shared / max(len(one.beginnings) + len(other.beginnings), 1)
    if letters >= LIKE or (share >= SHARED and shared >= 2):
        return True
    return _same_days(one.period, other.period) and one.town == other.town != "" and share >= SHARED_SAME_DAYS


def _together(one: Period, other: Period) -> bool | None:
    """Whether two periods overlap; None where one of them is not known."""
    if not one or not other:
        return None
    return (one.start or dt.date.min) <= (other.end or dt.date.max) and (other.start or dt.date.min) <= (
        one.end or dt.date.max
    )


def _same_days(one: Period, other: Period) -> bool:
    exact = all(period.precision in (Precision.DAY, None) for period in (one, other))
    return exact and (one.start, one.end) == (other.start, other.end)
