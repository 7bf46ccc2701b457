"""The form as people use it: closed and continued, changed, helped by suggestions, and what it says while open."""

from typing import Any

import pytest
from sqlalchemy import select

from bot.text.catalogue import phrase
from bot.text.languages import Language
from playground.model import Message
from playground.person import Person, View
from storage.models import Contribution, NilReturn, StoredDraft
from storage.words import DraftState
from tests.e2e.conftest import Stage

COMMON = "C0COORDIN8"
LONG = "We bring the people together who decide. " * 73
PEOPLE: list[tuple[str, Language]] = [("U0ANAUNHCR", "en"), ("U0HUGOHCHR", "fr"), ("U0LUISUNHC", "es")]
on_socket = pytest.mark.parametrize("stage", ["socket"], indirect=True)
on_postgresql = pytest.mark.parametrize("stage", ["socket-postgresql"], indirect=True)
over_http = pytest.mark.parametrize("stage", ["http"], indirect=True)


async def opened(person: Person, kind: str = "event") -> View:
    await person.command("/contribute", "", channel=COMMON)
    await person.wait_view("contribution.form")
    await person.click(person.view, "contribution.kind", value=kind)
    return await person.wait_view(lambda view: "contribution.title" in str(view.blocks))


def held(view: View | None) -> dict[str, Any]:
    """What the fields hold, by field."""
    assert view is not None
    found: dict[str, Any] = {}
    for fields in view.held.values():
        for name, element in fields.items():
            chosen = element.get("selected_option")
            listed = element.get("selected_options")
            value = chosen["value"] if chosen else [one["value"] for one in listed] if listed else None
            found[name.rpartition(".")[2]] = value or element.get("value") or element.get("selected_date")
    return found


async def drafts(stage: Stage) -> list[StoredDraft]:
    async with stage.store.reading() as session:
        return list(await session.scalars(select(StoredDraft).order_by(StoredDraft.id)))


async def contributions(stage: Stage) -> list[Contribution]:
    async with stage.store.reading() as session:
        return list(await session.scalars(select(Contribution).order_by(Contribution.id)))


async def kept(stage: Stage, **typed: object) -> StoredDraft:
    """Wait until a draft holds this: the bot keeps it after its ack."""

    async def look() -> StoredDraft | None:
        fitting = [row for row in await drafts(stage) if all(row.typed.get(name) == typed[name] for name in typed)]
        return fitting[0] if fitting else None

    import asyncio

    async with asyncio.timeout(10):
        while (found := await look()) is None:
            await asyncio.sleep(0.02)
    return found


@on_socket
@pytest.mark.parametrize(("user", "language"), PEOPLE)
async def test_a_closed_form_is_a_draft_that_can_be_continued(stage: Stage, user: str, language: Language) -> None:
    ana = stage.slack.person(user)
    await opened(ana)
    await ana.click(ana.view, "contribution.title", value="Launch of the atlas")
    await ana.click(ana.view, "contribution.description", value=LONG)
    await kept(stage, title="Launch of the atlas", description=LONG)
    await ana.close_view()
    word = phrase(language, "drafts.kept", draft="X").partition("X")[0]
    told = await ana.wait_message(word)
    assert "Launch of the atlas" in told.text
    await ana.click(told, phrase(language, "drafts.button_continue"))
    again = await ana.wait_view("contribution.form")
    assert (held(again)["title"], held(again)["description"]) == ("Launch of the atlas", LONG)
    # Closed once more: the same message, and no second one.
    await ana.click(again, "contribution.title", value="Launch of the second atlas")
    await kept(stage, title="Launch of the second atlas")
    await ana.close_view()
    await ana.wait_message("Launch of the second atlas")
    assert len([message for message in ana.messages() if word in message.text]) == 1
    await ana.open_home()
    home = await ana.wait_home(phrase(language, "drafts.home_title"))
    await ana.click(home, f"draft.continue:{(await drafts(stage))[0].id}")
    await ana.wait_view("contribution.form")
    assert (await ana.submit({"contribution.city": "Beirut|LB"})).ok
    saved = await ana.wait_message(phrase(language, "contributions.still_open", fields="X").partition("X")[0])
    assert LONG.strip() in saved.text
    (row,) = await contributions(stage)
    assert (row.title, row.description, row.city) == ("Launch of the second atlas", LONG.strip(), "Beirut")
    (draft,) = await drafts(stage)
    assert (draft.state, draft.contribution_id) == (DraftState.SAVED, row.id)
    await ana.wait_message(phrase(language, "drafts.became", draft="X").partition("X")[0])


@on_postgresql
async def test_a_form_that_is_closed_without_its_values_loses_nothing(stage: Stage) -> None:
    ana = stage.slack.person("U0ANAUNHCR")
    view = await opened(ana)
    await ana.click(view, "contribution.title", value="Launch")
    await kept(stage, title="Launch")
    core = stage.slack.core
    bare = dict(view) | {"state": {"values": {}}}
    from playground import payloads

    payload = payloads.common(core, "view_closed", ana.id) | {"view": bare, "is_cleared": True}
    await core.request("view_closed", "contribution.form", payload)
    told = await ana.wait_message("Kept as a draft")
    (draft,) = await drafts(stage)
    assert draft.typed["title"] == "Launch"
    # Discarded, brought back, continued by the colleague who answers for the same entity.
    await ana.click(told, "Discard")
    told = await ana.wait_message("Discarded: “Launch”")
    await ana.click(told, "Bring it back")
    await ana.wait_message("Kept as a draft: “Launch”")
    luis = stage.slack.person("U0LUISUNHC")
    await luis.open_home()
    home = await luis.wait_home("Sus borradores")
    await luis.click(home, f"draft.continue:{draft.id}")
    assert held(await luis.wait_view("contribution.form"))["title"] == "Launch"
    # Whoever answers for another entity can neither see nor open it, whatever the button says.
    ines = stage.slack.person("U0INESIOM1")
    await ines.open_home()
    home = await ines.wait_home("IOM")
    assert "Launch" not in str(home.blocks)


@on_socket
async def test_an_untouched_form_leaves_no_draft(stage: Stage) -> None:
    ana = stage.slack.person("U0ANAUNHCR")
    await opened(ana)
    await ana.close_view()
    await opened(ana, "project")
    assert (await ana.submit({"contribution.title": "Resettlement"})).ok
    saved = await ana.wait_message("Saved for UNHCR")
    await ana.click(saved, "Edit")
    await ana.wait_view("contribution.form")
    await ana.close_view()
    await ana.command("/contribute", "list", channel=COMMON)
    listed = await ana.wait_message("1 contribution of UNHCR", channel=COMMON)
    assert "Draft" not in listed.text
    assert [row.state for row in await drafts(stage)] == [DraftState.SAVED]
    assert not [message for message in ana.messages() if "Kept as a draft" in message.text]


@over_http
async def test_a_draft_is_offered_with_the_next_form_and_the_next_message(stage: Stage) -> None:
    ana = stage.slack.person("U0ANAUNHCR")
    await opened(ana)
    await ana.click(ana.view, "contribution.title", value="Launch")
    await ana.close_view()
    await ana.wait_message("Kept as a draft")
    await ana.command("/contribute", "list", channel=COMMON)
    await ana.wait_message("Draft for UNHCR, not submitted: “Launch”", channel=COMMON)
    await ana.command("/contribute", "", channel=COMMON)
    form = await ana.wait_view("contribution.form")
    assert "Draft for UNHCR, not submitted: “Launch” (30 January 2017)" in str(form.blocks)
    await ana.click(form, "Continue your draft")
    again = await ana.wait_view(lambda view: "contribution.title" in str(view.blocks))
    assert held(again)["title"] == "Launch"
    assert (await ana.submit({})).ok
    await ana.wait_message("Saved for UNHCR: Launch")
    # Who still has the draft open in another window makes no second contribution of it.
    assert len(await contributions(stage)) == 1


@on_socket
async def test_two_who_submit_one_draft_make_one_contribution(stage: Stage) -> None:
    ana, luis = stage.slack.person("U0ANAUNHCR"), stage.slack.person("U0LUISUNHC")
    await opened(ana)
    await ana.click(ana.view, "contribution.title", value="Launch")
    await ana.close_view()
    told = await ana.wait_message("Kept as a draft")
    await ana.click(told, "Continue your draft")
    await ana.wait_view("contribution.form")
    await luis.open_home()
    home = await luis.wait_home("Sus borradores")
    await luis.click(home, "Continuar su borrador")
    await luis.wait_view("contribution.form")
    assert (await ana.submit({})).ok
    await ana.wait_message("Saved for UNHCR")
    refused = await luis.submit({"contribution.title": "Other"})
    assert not refused.ok
    assert "ya se ha enviado" in str(refused.errors)
    assert [row.title for row in await contributions(stage)] == ["Launch"]


@on_socket
async def test_the_kind_back_and_forth_cuts_nothing(stage: Stage) -> None:
    hugo = stage.slack.person("U0HUGOHCHR")
    await opened(hugo)
    text = ("Une très longue description, sans fin. " * 80)[:3000]
    for name, value in (("description", text), ("venue", "V" * 290), ("internal_remark", text), ("title", "T" * 290)):
        await hugo.click(hugo.view, f"contribution.{name}", value=value)
    await kept(stage, title="T" * 290, description=text, internal_remark=text, venue="V" * 290)
    for kind in ("publication", "project", "activity", "event"):
        before = hugo.view
        await hugo.click(hugo.view, "contribution.kind", value=kind)
        await hugo.wait_view("contribution.form", after=before)
    again = held(hugo.view)
    assert (again["description"], again["internal_remark"]) == (text, text)
    assert (again["venue"], again["title"]) == ("V" * 290, "T" * 290)
    assert (await hugo.submit({})).ok
    await hugo.wait_message("OHCHR")
    (row,) = await contributions(stage)
    assert (row.description, row.venue) == (text.strip(), "V" * 290)


@on_socket
async def test_a_city_with_a_slip_or_in_french_brings_its_country(stage: Stage) -> None:
    ines = stage.slack.person("U0INESIOM1")
    await opened(ines)
    for typed in ("Genève", "Ginebra", "Genva"):
        offered = await ines.suggest(typed, "contribution.city")
        assert "Geneva|CH" in [one["value"] for one in offered], typed
        assert offered[-1]["value"] == typed
        assert offered[-1]["text"]["text"] == f"Utiliser « {typed} »"
    before = ines.view
    await ines.click(ines.view, "contribution.city", value="Genève")
    assert held(ines.view)["city"] == "Genève"
    await ines.click(
        ines.view,
        "contribution.city",
        value={"selected_option": offered_of(await ines.suggest("Genève", "contribution.city"), "Geneva|CH")},
    )
    await ines.wait_view(lambda view: held(view)["country"] == "Switzerland", after=before)
    assert (await ines.suggest("suis", "contribution.country"))[0]["value"] == "Switzerland"
    partners = [one["value"] for one in await ines.suggest("unhc", "contribution.partners")]
    assert partners == ["UNHCR", "unhc"]
    assert (await ines.submit({"contribution.title": "Atelier", "contribution.partners": ["UNHCR", "Caritas"]})).ok
    saved = await ines.wait_message("Atelier")
    assert "Geneva, Switzerland" in saved.text
    (row,) = await contributions(stage)
    assert (row.city, row.country, row.partners) == ("Geneva", "Switzerland", ["UNHCR", "Caritas"])


def offered_of(options: list[dict[str, Any]], value: str) -> dict[str, Any]:
    return next(option for option in options if option["value"] == value)


@on_socket
async def test_dates_in_words_and_what_they_clash_with(stage: Stage) -> None:
    ana = stage.slack.person("U0ANAUNHCR")
    await opened(ana)
    await ana.click(ana.view, "contribution.title", value="Side event")
    before = ana.view
    await ana.click(ana.view, "contribution.when", value="22-23 May")
    shown = await ana.wait_view(lambda view: "Understood as: 22-23 May 2017." in str(view.blocks), after=before)
    assert "On the same days" in str(shown.blocks)
    assert "22-23 May 2017" in str(shown.blocks)
    before = ana.view
    await ana.click(ana.view, "contribution.city", value="New York|US")
    await ana.wait_view(lambda view: "Could be combined" in str(view.blocks), after=before)
    for words, error in (
        ("31 June 2017", "31 June"),
        ("1 May 0217", "0217"),
        ("May or September 2017", "several dates"),
        ("soon", "cannot read"),
    ):
        refused = await ana.submit({"contribution.when": words})
        assert error in refused.errors["contribution.when"], words
    assert (await ana.submit({"contribution.when": "22-23 May"})).ok
    saved = await ana.wait_message("Saved for UNHCR: Side event")
    assert "22-23 May 2017" in saved.text
    assert "Could be combined" in saved.text
    # Edited to a month, and back again: the form shows it as it was said.
    await ana.click(saved, "Edit")
    await ana.wait_view("contribution.form")
    assert held(ana.view)["start_date"] == "2017-05-22"
    days: dict[str, Any] = {"contribution.start_date": None, "contribution.end_date": None}
    assert (await ana.submit({**days, "contribution.when": "Q3 2031"})).ok
    saved = await ana.wait_message("is the year right?")
    await ana.click(saved, "Edit")
    await ana.wait_view("contribution.form")
    assert (held(ana.view)["when"], held(ana.view)["start_date"]) == ("Q3 2031", None)
    await ana.click(saved, "History")
    history = await ana.wait_message("Changes of “Side event”")
    assert "Ana Sample changed it on" in history.text


@on_socket
async def test_a_clash_tells_nothing_that_the_reader_may_not_see(stage: Stage) -> None:
    ines, ana = stage.slack.person("U0INESIOM1"), stage.slack.person("U0ANAUNHCR")
    for title, visibility in (("Open workshop", "panel"), ("Secret workshop", "officers")):
        await opened(ines)
        days = {"contribution.start_date": "2017-03-06", "contribution.end_date": "2017-03-07"}
        values = {"contribution.title": title, "contribution.visibility": visibility, **days}
        assert (await ines.submit(values)).ok
        await ines.wait_message(title)
    await opened(ana)
    before = ana.view
    await ana.click(ana.view, "contribution.start_date", value="2017-03-07")
    shown = await ana.wait_view(lambda view: "Open workshop" in str(view.blocks), after=before)
    assert "Secret" not in str(shown.blocks)
    # A clash that is over is not told any more.
    before = ana.view
    await ana.click(ana.view, "contribution.start_date", value="2017-12-24")
    await ana.wait_view(lambda view: "Open workshop" not in str(view.blocks), after=before)


@on_socket
async def test_two_people_edit_at_once(stage: Stage) -> None:
    ana, luis = stage.slack.person("U0ANAUNHCR"), stage.slack.person("U0LUISUNHC")
    await opened(ana)
    assert (await ana.submit({"contribution.title": "Old"})).ok
    saved = await ana.wait_message("Saved for UNHCR: Old")
    await ana.click(saved, "Edit")
    await ana.wait_view("contribution.form")
    await luis.command("/contribute", "list", channel=COMMON)
    listed = await luis.wait_message("Old", channel=COMMON)
    await luis.click(listed, "Editar")
    await luis.wait_view("contribution.form")
    assert (await luis.submit({"contribution.title": "Theirs"})).ok
    await luis.wait_message("Theirs")
    before = ana.view
    await ana.submit({"contribution.title": "Mine", "contribution.description": LONG})
    shown = await ana.wait_view("contribution.form", after=before)
    assert "Luis Sample changed this contribution" in str(shown.blocks)
    assert (held(shown)["title"], held(shown)["description"]) == ("Mine", LONG)
    assert [row.title for row in await contributions(stage)] == ["Theirs"]
    assert (await ana.submit({})).ok
    await ana.wait_message("Saved for UNHCR: Mine")
    (row,) = await contributions(stage)
    assert (row.title, row.description) == ("Mine", LONG.strip())


@on_socket
async def test_an_officer_enters_for_an_entity_and_its_focal_point_is_told_once(stage: Stage) -> None:
    olga, hugo = stage.slack.person("U0OLGAOFF1"), stage.slack.person("U0HUGOHCHR")
    await opened(olga)
    assert set((await olga.submit({"contribution.title": "Survey"})).errors) == {"contribution.entity"}
    assert (await olga.submit({"contribution.entity": "OHCHR", "contribution.when": "May 2017"})).ok
    await olga.wait_message("Saved for OHCHR: Survey")
    told = await hugo.wait_message("Olga Sample, du secrétariat, a saisi pour OHCHR")
    assert "« Survey » (mai 2017)" in told.text
    hala = stage.slack.person("U0HALAHCHR")
    assert not [message for message in hala.messages() if "Survey" in message.text]
    assert len([message for message in hugo.messages() if "Survey" in message.text]) == 1
    await hugo.click(told, "Modifier")
    await hugo.wait_view("contribution.form")
    assert held(hugo.view)["when"] == "mai 2017"


@on_socket
async def test_nothing_to_report_asks_first_where_something_is_there(stage: Stage) -> None:
    uma, olga = stage.slack.person("U0UMAUNICF"), stage.slack.person("U0OLGAOFF1")
    await opened(uma)
    await uma.click(uma.view, "contribution.title", value="Report")
    await uma.close_view()
    await uma.wait_message("Kept as a draft")
    await uma.command("/contribute", "nothing", channel=COMMON)
    asked = await uma.wait_message("1 draft is not submitted yet", channel=COMMON)
    assert await nils(stage) == 0
    await uma.click(asked, "contribution.nothing")
    await uma.wait_message("Recorded: UNICEF has nothing to report", channel=COMMON)
    assert await nils(stage) == 1
    # An officer says for whom.
    await olga.command("/contribute", "nothing", channel=COMMON)
    await olga.wait_message("Whom do you answer for?", channel=COMMON)
    await olga.command("/contribute", "nothing eclac", channel=COMMON)
    await olga.wait_message("Recorded: ECLAC has nothing to report", channel=COMMON)
    assert await nils(stage) == 2


async def nils(stage: Stage) -> int:
    async with stage.store.reading() as session:
        return len(list(await session.scalars(select(NilReturn))))


@on_socket
async def test_what_was_typed_behind_the_command_is_not_lost(stage: Stage) -> None:
    ana = stage.slack.person("U0ANAUNHCR")
    await ana.command("/contribute", "something that nobody can read", channel=COMMON)
    await ana.wait_view("contribution.form")
    await ana.click(ana.view, "contribution.kind", value="activity")
    shown = await ana.wait_view(lambda view: "contribution.title" in str(view.blocks))
    assert held(shown)["title"] == "something that nobody can read"
    await ana.close_view()
    told: Message = await ana.wait_message("Kept as a draft")
    assert "something that nobody can read" in told.text
