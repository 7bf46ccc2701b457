"""The clock goes forward only and is shared by a file; what was said outlives a kill."""

import json
import signal
import sys
from asyncio import create_subprocess_exec
from asyncio.subprocess import PIPE
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest

from playground import ManifestError, Playground, PlaygroundClock, PlaygroundError
from playground.manifest import parse_manifest
from tests.playground.conftest import MANIFEST, api_client

DAY = datetime(2017, 1, 30, 14, 0, tzinfo=UTC)

LIVES = """
import asyncio, sys
from playground import Playground

async def main():
    async with Playground(sys.argv[1], journal=sys.argv[2], clock_file=sys.argv[3]) as slack:
        print(slack.url, flush=True)
        await asyncio.Event().wait()

asyncio.run(main())
"""


def test_it_runs_at_real_pace_and_never_back() -> None:
    real = [1000.0]
    clock = PlaygroundClock(DAY, real=lambda: real[0])
    real[0] += 5
    assert clock.moment() == DAY + timedelta(seconds=5)
    real[0] -= 100
    assert clock.moment() == DAY + timedelta(seconds=5)
    clock.advance(timedelta(hours=1))
    with pytest.raises(PlaygroundError, match="never goes back"):
        clock.move_to(DAY)
    with pytest.raises(PlaygroundError, match="no time zone"):
        clock.move_to(datetime(2018, 1, 1))  # noqa: DTZ001 - what is refused


def test_the_file_is_what_another_process_needs(tmp_path: Path) -> None:
    real = [1000.0]
    file = tmp_path / "clock.json"
    clock = PlaygroundClock(DAY, clock_file=file, real=lambda: real[0])
    real[0] += 60
    clock.advance(timedelta(days=1))
    kept = json.loads(file.read_text())
    assert kept["real"] == 1060.0
    assert kept["running"] is True
    assert datetime.fromisoformat(kept["shown"]) == DAY + timedelta(days=1, seconds=60)
    assert [f.name for f in tmp_path.iterdir()] == ["clock.json"]
    again = PlaygroundClock(clock_file=file, real=lambda: real[0])
    assert again.now() == clock.now()


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    file = tmp_path / "clock.json"
    file.write_text("{}")
    with pytest.raises(PlaygroundError, match=r"clock\.json"):
        PlaygroundClock(clock_file=file)


async def test_time_stamps_are_of_the_shown_time_and_rise() -> None:
    clock = PlaygroundClock(DAY, running=False)
    async with Playground(MANIFEST, clock=clock) as slack:
        ana = slack.person("ana")
        stamps = [(await ana.say("x")).ts for _ in range(3)]
        assert stamps[0].startswith("1485784800.")
        assert stamps == sorted(set(stamps))
        await slack.advance(hours=1)
        assert (await ana.say("x")).ts.startswith("1485788400.")


async def test_a_kill_loses_no_message_and_no_file(tmp_path: Path) -> None:
    journal, clock = tmp_path / "journal.jsonl", tmp_path / "clock.json"
    arguments = ["-c", LIVES, str(MANIFEST), str(journal), str(clock)]
    process = await create_subprocess_exec(sys.executable, *arguments, stdout=PIPE)
    assert process.stdout is not None
    url = (await process.stdout.readline()).decode().strip()
    async with aiohttp.ClientSession() as session:
        said = {"as": "U0ANAUNHCR", "text": "remember me", "channel": "C0COORDIN8"}
        async with session.post(f"{url}/_/say", json=said) as answer:
            assert (await answer.json())["ok"]
        form = aiohttp.FormData({"as": "U0ANAUNHCR"})
        form.add_field("file", b"content", filename="note.txt")
        async with session.post(f"{url}/_/upload", data=form) as answer:
            file_id = (await answer.json())["file"]["id"]
        async with session.post(f"{url}/_/clock", json={"add": 86400}) as answer:
            moved = (await answer.json())["now"]
    process.send_signal(signal.SIGKILL)
    await process.wait()
    with journal.open("a") as out:
        out.write('{"do": "message", "chan')
    async with Playground(MANIFEST, journal=journal, clock_file=clock) as slack, api_client(slack) as client:
        assert slack.clock.now() >= moved
        ana = slack.person("ana")
        assert [m.text for m in ana.messages("C0COORDIN8")] == ["remember me"]
        assert slack.core.files.path(file_id).read_bytes() == b"content"
        later = await client.chat_postMessage(channel="C0COORDIN8", text="later")
        assert later["ts"] > ana.messages("C0COORDIN8")[0].ts


def test_manifests_that_cannot_work() -> None:
    about = {"display_information": {"name": "X"}}
    with pytest.raises(ManifestError, match="need the scope commands"):
        parse_manifest(about | {"features": {"slash_commands": [{"command": "/x", "description": "x"}]}})
    with pytest.raises(ManifestError, match=r"message\.im needs the scope im:history"):
        parse_manifest(about | {"settings": {"event_subscriptions": {"bot_events": ["message.im"]}}})
    with pytest.raises(ManifestError, match="does not know the event tea_time"):
        parse_manifest(about | {"settings": {"event_subscriptions": {"bot_events": ["tea_time"]}}})


def test_it_imports_nothing_of_the_bot() -> None:
    """The playground must serve any app, so it may know none."""
    folder = Path(__file__).parents[2] / "playground"
    for module in folder.rglob("*.py"):
        for line in module.read_text().splitlines():
            words = line.split()
            if words[:1] in (["import"], ["from"]):
                top = words[1].split(".")[0]
                assert top in {"playground", "aiohttp", "yaml"} | set(sys.stdlib_module_names), f"{module}: {line}"
