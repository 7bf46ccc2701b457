"""Answers from contributions: who is told what, what fits a question, and that the roadmap's answers stay as they are.

The town of the library roadmap holds a council of its neighbours; some of what they offer is not for everybody.
"""

import datetime as dt
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from bot.answers.answerer import Answerer
from bot.answers.values import Answer, Asker, Question
from bot.panels.viewers import Viewer
from bot.roadmaps.importing import import_files
from bot.text.languages import Language
from storage.models import Contribution, Deadline, Entity, NilReturn, Panel, PanelEntity, Workspace
from storage.store import Store
from storage.words import ContributionKind, ContributionState, ContributionStatus, PanelState, Precision, Visibility
from tests.bot.roadmaps.files import NOW, roadmap_file

TODAY = dt.date(2019, 1, 15)
EVENT, PUBLICATION = ContributionKind.EVENT, ContributionKind.PUBLICATION
PROJECT, ACTIVITY = ContributionKind.PROJECT, ContributionKind.ACTIVITY
WITHDRAWN = ContributionState.WITHDRAWN
#: No answer to the wrong person may hold this word.
SECRET = "Zanzibar"


@dataclass
class Town:
    """Who asks, the ids of what is there, and a way to ask."""

    answerer: Answerer
    store: Store
    workspace: int = 0
    panel: int = 0
    other_panel: int = 0
    ids: dict[str, int] = field(default_factory=dict)

    @property
    def officer(self) -> Asker:
        return Asker(Viewer(1, True), self.workspace, True)

    def seat(self, entity: str) -> Asker:
        return Asker(Viewer(2, False, {self.panel: self.ids[entity]}), self.workspace, True)

    @property
    def seat_elsewhere(self) -> Asker:
        """Answers for the bakers, on a panel of another workspace."""
        return Asker(Viewer(3, False, {self.other_panel: self.ids["FAR"]}), self.workspace, True)

    @property
    def guest(self) -> Asker:
        return Asker(Viewer(4), self.workspace, True)

    async def ask(self, asker: Asker | None, *turns: str, language: Language = "en") -> Answer:
        question = Question(turns[-1], TODAY, language, history=turns[:-1], asker=asker)
        return await self.answerer.ask(question)

    async def add(self, entity: str, title: str, kind: ContributionKind = EVENT, **values: Any) -> int:
        panel = self.other_panel if entity == "FAR" else self.panel
        row = Contribution(
            **{
                "panel_id": panel,
                "entity_id": self.ids[entity],
                "kind": kind,
                "title": title,
                "status": ContributionStatus.PLANNED,
                "state": ContributionState.SUBMITTED,
                "created_at": NOW,
                "updated_at": NOW,
                **values,
            }
        )
        async with self.store.unit() as session:
            session.add(row)
            await session.flush()
            return row.id


def days(first: dt.date, last: dt.date | None = None, precision: Precision = Precision.DAY) -> dict[str, Any]:
    return {"start_date": first, "end_date": last or first, "precision": precision}


async def found_town(store: Store, folder: Path) -> Town:
    await import_files(store, [roadmap_file(folder)], now=NOW)
    town = Town(Answerer(store), store)
    async with store.unit() as session:
        here, there = Workspace(slack_team_id="T1", name="Here"), Workspace(slack_team_id="T2", name="There")
        session.add_all([here, there])
        await session.flush()
        entities = [
            Entity(workspace_id=here.id, acronym="GLASS", name="Guild of Glaziers", aliases=["Vitriers"], zone="UTC"),
            Entity(workspace_id=here.id, acronym="BAKE", name="Bakers of the Town", aliases=["Boulangers"], zone="UTC"),
            Entity(workspace_id=here.id, acronym="MADE", name="Makers and Designers", zone="UTC"),
            Entity(workspace_id=here.id, acronym="QUIET", name="Quiet Club", zone="UTC"),
            Entity(workspace_id=there.id, acronym="FAR", name="Far Away", zone="UTC"),
        ]
        when: dict[str, Any] = {
            "starts_at": NOW,
            "ends_at": NOW + dt.timedelta(hours=2),
            "zone": "UTC",
            "state": PanelState.OPEN,
        }
        panel = Panel(workspace_id=here.id, title="Council of neighbours", meeting="M", **when)
        other = Panel(workspace_id=there.id, title="Other council", meeting="M", **when)
        session.add_all([*entities, panel, other])
        await session.flush()
        town.workspace, town.panel, town.other_panel = here.id, panel.id, other.id
        town.ids = {entity.acronym: entity.id for entity in entities}
        for entity in entities:
            mine = other.id if entity.acronym == "FAR" else panel.id
            session.add(PanelEntity(panel_id=mine, entity_id=entity.id))
        session.add(Deadline(panel_id=panel.id, due_at=NOW, zone="UTC"))
    return town


async def furnished(town: Town) -> None:
    """What the neighbours offer, all of it for the panel."""
    may = dt.date(2019, 5, 10)
    add = town.add
    town.ids["workshop"] = await add(
        "GLASS",
        "Workshop on windows",
        **days(may, may + dt.timedelta(days=1)),
        city="Geneva",
        country="Switzerland",
        venue="Old hall",
        partners=["BAKE", "Museum of Light"],
    )
    town.ids["fair"] = await add(
        "GLASS",
        "Lamp fair",
        **days(dt.date(2019, 5, 1), dt.date(2019, 5, 31), Precision.MONTH),
        city="Bonn",
        description="Statistics on light",
        tbc=True,
    )
    town.ids["guide"] = await add("GLASS", "Guide to mirrors", PUBLICATION, workstreams=["Building"])
    town.ids["bread"] = await add(
        "BAKE", "Bread for readers", PROJECT, start_date=dt.date(2019, 3, 1), precision=Precision.DAY, country="France"
    )
    town.ids["survey"] = await add("BAKE", "Survey of windows and ovens", ACTIVITY, description="A data collection")
    town.ids["webinar"] = await add("MADE", "Webinar on chairs", **days(dt.date(2019, 6, 20)), online=True)
    town.ids["play"] = await add(
        "MADE", "Puppet play", **days(dt.date(2019, 5, 20)), city="Krummwinkel", status=ContributionStatus.CANCELLED
    )


@pytest.fixture
async def town(sqlite_store: Store, tmp_path: Path) -> Town:
    """The town with what its neighbours offer."""
    town = await found_town(sqlite_store, tmp_path)
    await furnished(town)
    return town


def refs(town: Town, *names: str) -> list[str]:
    return [f"contribution#{town.ids[name]}" for name in names]


def cited(answer: Answer) -> list[str]:
    return [citation.ref for citation in answer.citations]


QUESTIONS = (
    ("what has GLASS contributed?",),
    ("what has MADE contributed?",),
    ("what has FAR contributed?",),
    ("how many events has MADE announced?",),
    ("list all contributions",),
    ("who has something on chairs?",),
    ("who has contributed?",),
    ("how many entities have contributed?",),
    ("contributions in Geneva in May",),
    ("What happens in Geneva in May?",),
    ("what is MADE planning?",),
    ("when is the Zanzibar meeting on chairs?",),
    ("where is the talk on chairs?",),
    ("which contributions are cancelled?",),
    ("contributions with Zanzibar Airways",),
    ("what has GLASS contributed?", "and from MADE?"),
    ("Qui a quelque chose sur les chaises ?",),
    ("¿Qué ha contribuido MADE?",),
)


async def test_nobody_is_told_nor_counts_what_is_not_for_them(store: Store, tmp_path: Path) -> None:
    """Each hidden row differs from what may be told: no answer changes by it, for nobody but those who may see it."""
    town = await found_town(store, tmp_path)
    await town.add("GLASS", "Mirror talk", **days(dt.date(2019, 5, 2)), city="Geneva")
    askers = {
        "glass": town.seat("GLASS"),
        "made": town.seat("MADE"),
        "officer": town.officer,
        "elsewhere": town.seat_elsewhere,
        "guest": town.guest,
        "channel": replace(town.officer, private=False),
        "nobody": None,
    }

    async def everything() -> dict[tuple[str, tuple[str, ...]], Answer]:
        return {(who, turns): await town.ask(asker, *turns) for who, asker in askers.items() for turns in QUESTIONS}

    before = await everything()
    hidden: dict[str, Any] = {**days(dt.date(2019, 5, 3)), "city": "Geneva", "partners": ["Zanzibar Airways"]}
    may_see: list[tuple[str, dict[str, Any], set[str]]] = [
        ("MADE", {"visibility": Visibility.OFFICERS}, {"made", "officer"}),
        ("MADE", {"state": WITHDRAWN}, set()),
        ("MADE", {"state": WITHDRAWN, "visibility": Visibility.OFFICERS}, set()),
        ("FAR", {}, set()),
    ]
    for number, (entity, values, allowed) in enumerate(may_see, 1):
        hidden["updated_at"] = NOW + dt.timedelta(minutes=number)
        row = await town.add(entity, f"{SECRET} meeting on chairs", **hidden, **values)
        after = await everything()
        for key, answer in after.items():
            if key[0] in allowed:
                continue
            assert SECRET not in answer.text.replace("“Zanzibar", "").replace("«Zanzibar", ""), (entity, values, key)
            assert f"contribution#{row}" not in cited(answer), (entity, values, key)
            assert answer == before[key], (entity, values, key)
        for who in allowed:
            told = after[who, ("list all contributions",)]
            assert SECRET in told.text, (who, values)
            assert told.text.startswith("There are 2"), (who, values)
        async with store.unit() as session:
            await session.delete(await session.get_one(Contribution, row))


async def test_what_is_withdrawn_or_hidden_later_is_told_no_more(store: Store, tmp_path: Path) -> None:
    """What was read before is not told from memory."""
    town = await found_town(store, tmp_path)
    row = await town.add("MADE", "Chair talk")
    asker = town.seat("GLASS")
    assert "Chair talk" in (await town.ask(asker, "what has MADE contributed?")).text
    for change in ({"title": "Stool talk"}, {"visibility": Visibility.OFFICERS}, {"state": WITHDRAWN}):
        async with store.unit() as session:
            stored = await session.get_one(Contribution, row)
            for name, value in change.items():
                setattr(stored, name, value)
        told = await town.ask(asker, "what has MADE contributed?")
        assert "Chair talk" not in told.text
        assert ("Stool talk" in told.text) is ("title" in change)
    assert "Stool talk" not in (await town.ask(town.officer, "what has MADE contributed?")).text


async def test_an_officer_sees_the_workspace_and_a_seat_what_is_for_its_panel(store: Store, tmp_path: Path) -> None:
    town = await found_town(store, tmp_path)
    await town.add("MADE", "For all")
    await town.add("MADE", "For the secretariat", visibility=Visibility.OFFICERS)
    await town.add("FAR", "Far away")
    for asker, count in ((town.officer, 2), (town.seat("MADE"), 2), (town.seat("BAKE"), 1)):
        told = await town.ask(asker, "list all contributions")
        assert len([line for line in told.text.splitlines() if line.startswith("- ")]) == count
        assert len(told.citations) == count
    # A seat in another workspace opens nothing here, and what is there is not told here.
    told = await town.ask(town.seat_elsewhere, "list all contributions")
    assert told.abstained
    assert "no contribution yet that you may see" in told.text


async def test_a_guest_is_told_that_a_seat_is_needed(town: Town) -> None:
    told = await town.ask(town.guest, "what has GLASS contributed?")
    assert "You have no seat" in told.text
    assert not told.citations
    assert await town.ask(town.guest, "What happens in May?") == await town.ask(None, "What happens in May?")


@pytest.mark.parametrize(
    "turns",
    [
        ("what has GLASS contributed?",),
        ("who has something on windows?",),
        ("what is GLASS planning?",),
        ("which entities have not contributed yet?",),
        ("what has GLASS contributed?", "and from BAKE?"),
    ],
)
async def test_in_a_channel_nothing_is_told(town: Town, turns: tuple[str, ...]) -> None:
    for asker in (town.officer, town.seat("GLASS")):
        told = await town.ask(replace(asker, private=False), *turns)
        assert told.text == "I tell contributions to you alone: ask me in a direct message, or with /roadmap."
        assert not told.citations
        assert not told.abstained


@pytest.mark.parametrize(
    "text",
    [
        "When is the roof repair of the reading hall?",
        "Where is the roof repair of the reading hall?",
        "Who leads the roof repair of the reading hall?",
        "Who is the mayor?",
        "How many penguins live in Antarctica?",
        "thanks",
        "???",
    ],
)
async def test_what_the_roadmap_answers_stays_as_it_is(town: Town, text: str) -> None:
    alone = await town.ask(None, text)
    for asker in (town.officer, town.seat("GLASS"), town.guest, replace(town.officer, private=False)):
        assert await town.ask(asker, text) == alone


async def test_what_is_planned_is_told_from_the_roadmap_and_then_from_contributions(town: Town) -> None:
    alone = await town.ask(None, "What happens in May 2019?")
    told = await town.ask(town.seat("BAKE"), "What happens in May 2019?")
    roadmap, contributions = told.text.split("\n\n")
    assert roadmap == alone.text
    assert contributions.splitlines() == [
        "Of the contributions, 4 fit (May 2019):",
        "- from 1 March 2019: Bread for readers (BAKE; project; France)",
        "- May 2019: Lamp fair (GLASS; event; Bonn; to be confirmed)",
        "- 10-11 May 2019: Workshop on windows (GLASS; event; Old hall, Geneva, Switzerland)",
        "- 20 May 2019: Puppet play (MADE; event; Krummwinkel; cancelled)",
        "2 more have no date yet: Guide to mirrors (GLASS); Survey of windows and ovens (BAKE).",
    ]
    assert cited(told) == cited(alone) + refs(town, "bread", "fair", "workshop", "play", "guide", "survey")
    assert told.citations[-6].detail == "BAKE; from 1 March 2019"


@pytest.mark.parametrize(
    ("text", "heading", "names"),
    [
        ("what has GLASS contributed?", "3 contributions fit (GLASS):", ["fair", "workshop", "guide"]),
        ("what has the Guild of Glaziers offered?", "3 contributions fit (GLASS):", ["fair", "workshop", "guide"]),
        (
            "What are GLASS and MADE planning in May?",
            "3 contributions fit (GLASS; MADE; May):",
            ["fair", "workshop", "play", "guide"],
        ),
        ("how many events has GLASS announced?", "2 contributions fit (GLASS; events):", ["fair", "workshop"]),
        ("which workshops has GLASS planned?", "One contribution fits (GLASS; events):", ["workshop"]),
        ("what contributions are there in Switzerland?", "One contribution fits (Switzerland):", ["workshop"]),
        ("contributions in Krummwinkel", "One contribution fits (Krummwinkel):", ["play"]),
        ("contributions with the Museum of Light", "One contribution fits (with Museum of Light):", ["workshop"]),
        ("what has GLASS planned with BAKE?", "One contribution fits (GLASS; with BAKE):", ["workshop"]),
        ("which contributions are cancelled?", "One contribution fits (cancelled):", ["play"]),
        ("which contributions are still to be confirmed?", "One contribution fits (tentative):", ["fair"]),
        ("which contributions are online?", "One contribution fits (online):", ["webinar"]),
        ("which contributions have no date yet?", "2 contributions fit (no date yet):", ["guide", "survey"]),
        ("anything from GLASS in Bonn?", "One contribution fits (GLASS; Bonn):", ["fair"]),
        (
            "what are the entities planning in June?",
            "2 contributions fit (June):",
            ["bread", "webinar", "guide", "survey"],
        ),
        ("contributions before April 2019", "One contribution fits (before April 2019):", ["bread", "guide", "survey"]),
        (
            "contributions after May 2019",
            "2 contributions fit (after May 2019):",
            ["bread", "webinar", "guide", "survey"],
        ),
        ("contributions on 12 May 2019", "2 contributions fit (12 May 2019):", ["bread", "fair", "guide", "survey"]),
        ("contributions on windows", "2 contributions fit (“windows”):", ["workshop", "survey"]),
        ("contributions on light statistics", "One contribution fits (“light”; “statistics”):", ["fair"]),
        (
            "contributions on windows and submarines",
            "2 contributions fit (“windows”; “submarines”):",
            ["workshop", "survey"],
        ),
        ("what contributions are in the Building workstream?", "One contribution fits (“Building”):", ["guide"]),
        (
            "Qu'est-ce que les Vitriers ont proposé en mai ?",
            "2 contributions correspondent (GLASS; mai) :",
            ["fair", "workshop", "guide"],
        ),
        (
            "Quelles publications GLASS a-t-il annoncées ?",
            "1 contribution correspond (GLASS; publications) :",
            ["guide"],
        ),
        (
            "¿Qué ha contribuido GLASS en mayo?",
            "Hay 2 contribuciones que corresponden (GLASS; mayo):",
            ["fair", "workshop", "guide"],
        ),
    ],
)
async def test_exact_rows_with_their_number(town: Town, text: str, heading: str, names: list[str]) -> None:
    told = await town.ask(town.seat("BAKE"), text)
    assert told.text.splitlines()[0] == heading, told.text
    assert cited(told) == refs(town, *names)
    assert not told.abstained


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            "who has something on windows?",
            [
                "2 entities have something that fits (“windows”):",
                "- BAKE: Survey of windows and ovens",
                "- GLASS: Workshop on windows (10-11 May 2019)",
            ],
        ),
        (
            "Who is working on data?",
            ["One entity has something that fits (“data”):", "- BAKE: Survey of windows and ovens"],
        ),
        (
            "Qui a quelque chose sur les données ?",
            ["1 entité a quelque chose qui correspond (« données ») :", "- BAKE : Survey of windows and ovens"],
        ),
        (
            "¿Quién tiene algo sobre datos?",
            ["1 entidad tiene algo que corresponde («datos»):", "- BAKE: Survey of windows and ovens"],
        ),
        (
            "when is the workshop on windows?",
            ["10-11 May 2019: Workshop on windows (GLASS; event; Old hall, Geneva, Switzerland)."],
        ),
        (
            "where is GLASS's workshop on windows?",
            ["Old hall, Geneva, Switzerland: Workshop on windows (GLASS; event)."],
        ),
        ("when is BAKE's survey of windows?", ["There is no date yet: Survey of windows and ovens (BAKE; activity)."]),
        ("where is the guide to mirrors?", ["There is no place yet: Guide to mirrors (GLASS; publication)."]),
    ],
)
async def test_who_when_and_where(town: Town, text: str, lines: list[str]) -> None:
    told = await town.ask(town.seat("MADE"), text)
    assert told.text.splitlines() == lines
    assert not told.abstained


async def test_a_common_word_is_no_acronym(town: Town) -> None:
    told = await town.ask(town.seat("BAKE"), "what contributions were made in June?")
    assert told.text.startswith("2 contributions fit (June):")
    told = await town.ask(town.seat("BAKE"), "what contributions were made by MADE in June?")
    assert told.text.startswith("One contribution fits (MADE; June):")


async def test_our_own(town: Town) -> None:
    told = await town.ask(town.seat("BAKE"), "what have we contributed?")
    assert cited(told) == refs(town, "bread", "survey")
    assert told.text.startswith("2 contributions fit (BAKE):")
    told = await town.ask(town.seat("BAKE"), "what do we know of the contributions on mirrors?")
    assert cited(told) == refs(town, "guide")


@pytest.mark.parametrize(
    ("turns", "names"),
    [
        (("what has GLASS contributed?", "and in May?"), ["fair", "workshop", "guide"]),
        (("what has GLASS contributed in May?", "and in June?"), ["guide"]),
        (("what has GLASS contributed in May?", "and MADE?"), ["play"]),
        (("what has GLASS contributed in May?", "and MADE?", "and in June?"), ["webinar"]),
        (("what contributions are there in Geneva?", "and in Bonn?"), ["fair"]),
        (("what has GLASS contributed?", "what about publications?"), ["guide"]),
        (("Qu'est-ce que GLASS a proposé ?", "et en mai ?"), ["fair", "workshop", "guide"]),
        (("¿Qué ha contribuido GLASS?", "¿y en mayo?"), ["fair", "workshop", "guide"]),
    ],
)
async def test_follow_ups(town: Town, turns: tuple[str, ...], names: list[str]) -> None:
    told = await town.ask(town.seat("BAKE"), *turns)
    assert cited(told) == refs(town, *names), told.text


async def test_a_follow_up_asks_for_another_part(town: Town) -> None:
    told = await town.ask(town.seat("BAKE"), "when is the workshop on windows?", "and where?")
    assert told.text.startswith("Old hall, Geneva, Switzerland: Workshop on windows")


async def test_a_question_about_the_roadmap_goes_there_in_a_thread_about_contributions(town: Town) -> None:
    asked = "and when is the roof repair of the reading hall?"
    told = await town.ask(town.seat("BAKE"), "what has GLASS contributed?", asked)
    assert told.citations[0].ref == "ROOF"
    assert told == await town.ask(None, asked)


async def test_nothing_fits(town: Town) -> None:
    told = await town.ask(town.seat("BAKE"), "what has GLASS contributed on submarines?")
    assert told.text == (
        "None of the contributions that you may see fits (GLASS; “submarines”). There are 3, from GLASS."
    )
    assert told.abstained
    told = await town.ask(town.seat("BAKE"), "who has something on submarines?")
    assert told.text.endswith("There are 7, from BAKE, GLASS, MADE.")


async def test_nothing_to_report_is_said_as_such(town: Town) -> None:
    async def nil(entity: str) -> None:
        async with town.store.unit() as session:
            session.add(NilReturn(deadline_id=1, entity_id=town.ids[entity], at=NOW))

    await nil("QUIET")
    said = "QUIET has nothing to report, said on 15 January 2019."
    for asker in (town.officer, town.seat("QUIET"), town.seat("BAKE")):
        assert (await town.ask(asker, "what has QUIET contributed?")).text == said
        assert (await town.ask(asker, "who has nothing to report?")).text == said
    assert "QUIET" not in (await town.ask(town.guest, "who has nothing to report?")).text
    # What it has submitted outweighs it, also for those who may not see that.
    await town.add("QUIET", "Secret", visibility=Visibility.OFFICERS)
    told = await town.ask(town.seat("BAKE"), "what has QUIET contributed?")
    assert told.text.startswith("None of the contributions that you may see fits (QUIET).")
    assert "Secret" in (await town.ask(town.officer, "what has QUIET contributed?")).text


async def test_who_is_silent_is_for_officers(town: Town) -> None:
    for text in ("which entities have not contributed yet?", "Who hasn't answered?", "who is silent?"):
        told = await town.ask(town.officer, text)
        assert told.text.splitlines() == [
            "Council of neighbours: 1 entity has not answered yet: QUIET.",
            "Contributed: 3. Nothing to report: 0.",
        ]
        told = await town.ask(town.seat("BAKE"), text)
        assert told.text == "Who has not answered yet is told to the secretariat only."
    told = await town.ask(town.officer, "Quelles entités n'ont pas encore répondu ?")
    assert told.text.startswith("Council of neighbours : 1 entité n'a pas encore répondu : QUIET.")
    told = await town.ask(town.officer, "¿Qué entidades no han respondido todavía?")
    assert told.text.startswith("Council of neighbours: 1 entidad no ha respondido todavía: QUIET.")


async def test_a_long_list_is_paged_with_its_number(town: Town) -> None:
    for number in range(20):
        await town.add("BAKE", f"Cake {number}", **days(dt.date(2019, 8, 1 + number)))
    asked = "what has BAKE contributed in August?"
    told = await town.ask(town.officer, asked)
    lines = told.text.splitlines()
    assert lines[0] == "21 contributions fit (BAKE; August):"
    assert len([line for line in lines if line.startswith("- ")]) == 15
    assert '6 more: say "more" to see them.' in lines
    assert "1 more has no date yet: Survey of windows and ovens (BAKE)." in lines
    more = await town.ask(town.officer, asked, "more")
    assert [line for line in more.text.splitlines() if line.startswith("- ")][-1].startswith(
        "- 20 August 2019: Cake 19"
    )
    assert len(more.text.splitlines()) == 7
    assert (await town.ask(town.officer, asked, "more", "more")).text == "That was all of it."


async def test_text_of_people_can_look_like_nothing_else(town: Town) -> None:
    title = "Talk\n- 1 May 2019: Forged <!channel> line " + "x" * 2000
    await town.add("BAKE", title, city="Bo\nnn", **days(dt.date(2019, 9, 9)))
    told = await town.ask(town.officer, "what has BAKE contributed in September?")
    lines = [line for line in told.text.splitlines() if line.startswith("- ")]
    assert len(lines) == 2
    assert max(map(len, told.text.splitlines())) < 400
    assert all("\n" not in citation.title for citation in told.citations)


async def test_without_an_asker_only_the_roadmap_answers(town: Town) -> None:
    for text in ("what has GLASS contributed?", "who has something on windows?", "list all contributions"):
        told = await town.ask(None, text)
        assert not [ref for ref in cited(told) if ref.startswith("contribution")]
        assert "Workshop on windows" not in told.text
