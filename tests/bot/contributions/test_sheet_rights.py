"""Whoever sends a sheet, for whomever: nobody imports for another entity, nor learns what it has."""

from pathlib import Path

from bot.contributions.outcomes import Refusal
from bot.contributions.sheets.plans import Plan
from bot.contributions.sheets.taking import Taken
from storage.models import Panel
from storage.store import Store
from storage.words import ContributionKind, ContributionState, PanelState
from tests.bot.contributions.conftest import House
from tests.bot.contributions.sheet_files import counted, csv_file, keep, planned, problems, stored, take, workbook


async def test_who_may_import_for_whom(store: Store, house: House, tmp_path: Path) -> None:
    for viewer, entity, may in (
        (house.ana, "UNHCR", True),
        (house.ana, "IOM", False),
        (house.ana, "WTO", False),
        (house.bao, "UNHCR", True),
        (house.bao, "IOM", False),
        (house.omar, "IOM", True),
        (house.omar, "UNHCR", False),
        (house.officer, "UNHCR", True),
        (house.officer, "IOM", True),
        (house.officer, "WTO", False),
        (house.foreign_officer, "IOM", False),
        (house.nobody, "IOM", False),
        (house.nobody, "", False),
        (house.foreign_officer, "", False),
        (house.officer, "", False),
    ):
        path = csv_file(tmp_path, [("entity", "kind", "title"), (entity, "event", f"{viewer.person_id} {entity}")])
        before = len(await stored(store, house))
        outcome = await take(store, viewer, house, path)
        assert isinstance(outcome, Taken) is may, (viewer, entity)
        assert len(await stored(store, house)) == before + may


async def test_the_row_of_another_entity_cannot_be_had_by_its_id(store: Store, house: House, tmp_path: Path) -> None:
    secret = await keep(store, house, house.omar, ContributionKind.EVENT, title="SECRET", visibility="officers")
    told = []
    for key in (secret, 999_999, "9" * 40, "-1", "x"):
        for entity in ("", "UNHCR"):
            rows: list[tuple[str, ...]] = [
                ("id", "version", "entity", "kind", "title", "state"),
                (str(key), "1", entity, "event", "Mine", "withdrawn"),
            ]
            plan = await planned(store, house.ana, house, csv_file(tmp_path, rows))
            assert "SECRET" not in repr(plan)
            told.append(problems(plan))
            assert isinstance(await take(store, house.ana, house, csv_file(tmp_path, rows)), Plan)
    assert told == [[(2, "id", "sheets.unknown_id")]] * 10
    for entity, told_of in (("IOM", "other_entity"), ("WTO", "other_entity"), ("Nothing", "other_entity")):
        rows = [("id", "version", "entity", "kind", "title"), (str(secret), "1", entity, "event", "Mine")]
        plan = await planned(store, house.ana, house, csv_file(tmp_path, rows))
        assert problems(plan) == [(2, "entity", f"sheets.{told_of}")]
        assert "SECRET" not in repr(plan)
    # The same title and day of another entity is no "already there".
    rows = [("kind", "title"), ("event", "SECRET")]
    assert counted(await planned(store, house.ana, house, csv_file(tmp_path, rows))) == {"new": 1}
    assert b"SECRET" not in await workbook(store, house.ana, house)
    [kept] = await stored(store, house)
    assert (kept.version, kept.state) == (1, ContributionState.SUBMITTED)


async def test_an_officer_cannot_move_a_row_and_a_closed_panel_is_for_officers(
    store: Store, house: House, tmp_path: Path
) -> None:
    key = await keep(store, house, house.ana, ContributionKind.EVENT, title="Seminar")
    rows: list[tuple[str, ...]] = [
        ("id", "version", "entity", "kind", "title"),
        (str(key), "1", "IOM", "event", "Seminar"),
    ]
    assert problems(await planned(store, house.officer, house, csv_file(tmp_path, rows))) == [
        (2, "entity", "sheets.entity_fixed")
    ]
    async with store.unit() as session:
        panel = await session.get(Panel, house.panel)
        assert panel is not None
        panel.state = PanelState.CLOSED
    rows = [("entity", "kind", "title"), ("UNHCR", "event", "Late")]
    path = csv_file(tmp_path, rows)
    plan = await planned(store, house.ana, house, path)
    assert plan.refused is not None
    assert plan.refused.reason is Refusal.CLOSED
    assert isinstance(await take(store, house.ana, house, path), Plan)
    assert isinstance(await take(store, house.officer, house, path), Taken)
