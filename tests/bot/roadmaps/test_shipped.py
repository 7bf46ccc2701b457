"""The roadmap that ships with the bot: whole, readable, and consistent with itself."""

from bot.roadmaps.importing import import_files, read_file
from bot.roadmaps.milestones import MilestoneRow
from bot.roadmaps.shipped import shipped_roadmaps
from bot.text.periods import read_written
from storage.queries.roadmap import milestones, sources, terms
from storage.store import Store
from tests.bot.roadmaps.files import NOW

NAME = "new-york-declaration"


def _rows() -> list[MilestoneRow]:
    return [row for path in shipped_roadmaps()[NAME].files for _, row in read_file(path).milestones]


def test_all_its_milestones_are_there_once() -> None:
    names = [row.id for row in _rows()]
    assert len(names) == 127
    assert len(set(names)) == 127


def test_every_date_is_readable_and_every_predecessor_exists() -> None:
    rows = _rows()
    names = {row.id for row in rows}
    for row in rows:
        for written in (row.start, row.end, row.known_from):
            assert written is None or read_written(written), row.id
        assert row.supersedes is None or (row.supersedes in names and row.supersedes != row.id), row.id
        assert row.period().start is None or row.period().end is not None, row.id
    assert sum(1 for row in rows if row.known_from) > 100
    assert any(row.supersedes for row in rows)


def test_its_workstreams_are_offered_with_a_title() -> None:
    shipped = shipped_roadmaps()[NAME]
    offered = {key for key, _ in shipped.workstreams}
    used = {row.workstream for row in _rows() if row.workstream}
    assert used <= offered
    assert all(title for _, title in shipped.workstreams)


async def test_it_can_be_taken(store: Store) -> None:
    taken = await import_files(store, shipped_roadmaps()[NAME].files, now=NOW)
    assert (taken.added, taken.documents) == (127, 1)
    assert taken.passages > 5
    async with store.reading() as session:
        stored = await milestones(session)
        assert len(stored) == 127
        assert [row.position for row in stored] == list(range(1, 128))
        assert len((await sources(session))[0].passages) == taken.passages
        assert len(await terms(session)) == taken.terms > 20
