"""From contributions to the lines of the matrix: what was merged stands once, what is joint names all. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from storage.models import Contribution, Pairing
from storage.words import PairVerdict


@dataclass(frozen=True, slots=True)
class Line:
    """One line: the contribution that leads it, and those of others that are the same joint thing."""

    lead: Contribution
    others: tuple[Contribution, ...] = ()

    @property
    def joint_with(self) -> tuple[str, ...]:
        """The acronyms of who else holds it, in the order of the alphabet."""
        names = {row.entity.acronym for row in self.others} - {self.lead.entity.acronym}
        return tuple(sorted(names, key=str.casefold))

    @property
    def who(self) -> str:
        """The acronyms of all who hold it, the leading one first."""
        return ", ".join([self.lead.entity.acronym, *self.joint_with])


def lines_of(rows: Sequence[Contribution], pairings: Iterable[Pairing]) -> list[Line]:
    """The lines of some contributions, in the order in which their leading ones stand.

    A decision counts only between contributions that are both given: where the one that stayed of a merge was
    withdrawn, or may not be shown, the other one stands again. Decisions that go round in a ring lose nothing.
    """
    by_id = {row.id: row for row in rows}
    decided = [pair for pair in pairings if pair.one_id in by_id and pair.other_id in by_id]
    merged = merged_into(by_id, decided)
    leader = {ident: ident for ident in by_id if ident not in merged}

    def lead_of(ident: int) -> int:
        ident = merged.get(ident, ident)
        while leader[ident] != ident:
            ident = leader[ident]
        return ident

    # The oldest decision joins first, so that the one that leads stays the same when a third one is added.
    for pair in sorted(decided, key=lambda pair: (pair.at, pair.one_id, pair.other_id)):
        if pair.verdict is PairVerdict.JOINT:
            kept = pair.kept_id or pair.one_id
            leader[lead_of(pair.other_id if kept == pair.one_id else pair.one_id)] = lead_of(kept)
    members: dict[int, list[Contribution]] = {}
    for ident in leader:
        members.setdefault(lead_of(ident), []).append(by_id[ident])
    return [Line(row, tuple(one for one in members[row.id] if one.id != row.id)) for row in rows if row.id in members]


def merged_into(present: Iterable[int], pairings: Iterable[Pairing]) -> dict[int, int]:
    """Which of the present contributions are merged, and which present one stays in the place of each."""
    there = set(present)
    into: dict[int, set[int]] = {}
    for pair in pairings:
        if pair.verdict is PairVerdict.MERGED and pair.one_id in there and pair.other_id in there:
            kept = pair.kept_id or pair.one_id
            into.setdefault(pair.other_id if kept == pair.one_id else pair.one_id, set()).add(kept)
    gone: set[int] = set()
    for ident in sorted(into, reverse=True):
        # Following the merges must lead to another one that stays; where it leads back, this one stays.
        if _in_place_of(ident, into, gone) is not None:
            gone.add(ident)
    found = {ident: _in_place_of(ident, into, gone) for ident in gone}
    return {ident: kept for ident, kept in found.items() if kept is not None}


def _in_place_of(ident: int, into: dict[int, set[int]], gone: set[int]) -> int | None:
    """What stays in the place of a merged contribution; the lowest number first."""
    seen, waiting = {ident}, sorted(into[ident], reverse=True)
    while waiting:
        one = waiting.pop()
        if one not in gone and one not in seen:
            return one
        if one not in seen:
            seen.add(one)
            waiting += sorted(into.get(one, ()), reverse=True)
    return None
