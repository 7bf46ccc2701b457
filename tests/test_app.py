"""The command line: what it does on an embedded database, and one sentence where it cannot."""

import asyncio
import json
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner, Result

import app
from bot.exports.making import FORMATS
from bot.panels.files import SAMPLES
from bot.settings import Settings
from tests.bot.roadmaps.files import HEADER, roadmap_file, write

SAMPLE = str(SAMPLES / "new-york-declaration.yml")
TOKENS = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_API_URL")


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, a database of its own, no token, and a clock that stands in January 2017."""
    for name in TOKENS:
        monkeypatch.delenv(name, raising=False)
    clock = write(
        tmp_path / "clock.json", json.dumps({"shown": "2017-01-30T14:00:00+00:00", "real": 0, "running": False})
    )
    monkeypatch.setenv("RAPPORTEUR_CLOCK_FILE", str(clock))
    monkeypatch.setenv("RAPPORTEUR_DATABASE_URL", f"sqlite:///{tmp_path / 'app.db'}")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app.cli, [str(argument) for argument in arguments])


def _refused(result: Result) -> str:
    """What was said on standard error, in one sentence."""
    assert result.exit_code == 2, (result.output, result.exception)
    [said] = result.stderr.strip().splitlines()
    assert said.startswith("rapporteur: ")
    assert "Traceback" not in result.output
    return said


def _done(result: Result) -> str:
    assert result.exit_code == 0, (result.output, result.exception)
    return str(result.stdout)


def test_running_without_tokens() -> None:
    said = _refused(_run("run"))
    assert "SLACK_BOT_TOKEN and SLACK_APP_TOKEN are not set" in said
    assert "SLACK_SIGNING_SECRET" in _refused(_run("run", "--http"))


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://someone:verysecret@127.0.0.1:1/nothing",
        "sqlite:////no/such/folder/app.db",
        "mysql://someone:verysecret@127.0.0.1/x",
        "postgresql//someone:verysecret@127.0.0.1/x",
    ],
)
def test_a_database_that_cannot_be_opened(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("RAPPORTEUR_DATABASE_URL", url)
    for command in (["ask", "When?"], ["migrate"], ["import", SAMPLE], ["export", "csv"]):
        said = _refused(_run(*command))
        assert "database" in said
        assert "verysecret" not in said
        if "://someone" in url:
            assert "someone:***@127.0.0.1" in said


def test_a_wrong_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAPPORTEUR_TICK_SECONDS", "often")
    said = _refused(_run("ask", "When?"))
    assert "tick_seconds" in said
    assert "often" not in said


def test_checking_without_tokens() -> None:
    _done(_run("migrate"))
    result = _run("check")
    assert result.exit_code == 2
    assert "MISSING SLACK_BOT_TOKEN is not set" in result.stdout
    assert "SLACK_APP_TOKEN" in result.stdout
    assert "ok      The database has the newest form." in result.stdout


def test_checking_a_database_that_cannot_be_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAPPORTEUR_DATABASE_URL", "postgresql://someone:verysecret@127.0.0.1:1/nothing")
    result = _run("check")
    assert result.exit_code == 2
    assert "MISSING The database postgresql" in result.stdout
    assert "verysecret" not in result.output


@pytest.mark.parametrize("url", ["postgresql//a:verysecret@127.0.0.1/x", "mysql://a:verysecret@127.0.0.1/x"])
def test_checking_a_url_that_is_none(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("RAPPORTEUR_DATABASE_URL", url)
    result = _run("check")
    assert (result.exit_code, type(result.exception)) == (2, SystemExit)
    assert "verysecret" not in result.output


def test_migrating_twice() -> None:
    assert "went from empty to" in _done(_run("migrate"))
    assert "newest form already" in _done(_run("migrate"))


def test_importing_a_roadmap(alone: Path) -> None:
    assert "new-york-declaration" in _done(_run("import"))
    assert "127 added" in _done(_run("import", "new-york-declaration"))
    assert "0 added, 0 changed, 127 as they were" in _done(_run("import", "new-york-declaration"))
    assert "6 added, 0 changed, 0 as they were, 127 removed" in _done(_run("import", "--replace", roadmap_file(alone)))


def test_importing_a_bad_file(alone: Path) -> None:
    bad = write(alone / "bad.csv", f"{HEADER}\nA,Title,works,2017-02-30,,,,,,,,,\nB,,works,,,,,,,,,,\n")
    result = _run("import", bad)
    assert result.exit_code == 2
    assert result.stderr.splitlines() == [
        "rapporteur: bad.csv: nothing was taken, 2 problems",
        "  row 2, start: there is no day 2017-02-30",
        "  row 3, title: is missing",
    ]
    assert "no such file" in _refused(_run("import", "nonsense.csv"))


def test_asking(alone: Path) -> None:
    _done(_run("import", roadmap_file(alone)))
    said = _done(_run("ask", "When is the roof repair?")).splitlines()
    assert said[0].startswith("4 March - 31 May 2019: ")
    assert any(line.startswith("  ROOF: ") for line in said)
    record = json.loads(_done(_run("ask", "When is the roof repair?", "--as-of", "2018-10-01", "--json")))
    assert record == {"text": record["text"], "citations": [], "abstained": True, "lang": "en"}
    assert "ask what?" in _refused(_run("ask"))
    assert _run("ask", "When?", "--as-of", "soon").exit_code == 2


def test_asking_in_a_batch(alone: Path) -> None:
    _done(_run("import", roadmap_file(alone)))
    questions = write(alone / "q.jsonl", '{"q": "When is the roof repair?"}\n{"q": "Where is the roof repair?"}\n')
    _done(_run("ask", "--batch", questions, "--out", alone / "a.jsonl"))
    records = [json.loads(line) for line in (alone / "a.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [record["citations"] for record in records] == [["ROOF"], ["ROOF"]]
    assert len(_done(_run("ask", "--batch", questions)).splitlines()) == 2


@pytest.mark.parametrize("command", ["ask", "parse"])
def test_batches_that_cannot_be_read_or_written(alone: Path, command: str) -> None:
    assert "missing.jsonl cannot be read" in _refused(_run(command, "--batch", "missing.jsonl"))
    bad = write(alone / "bad.jsonl", "{}\n")
    assert "bad.jsonl" in _refused(_run(command, "--batch", bad))
    words = write(alone / "words.jsonl", "just words\n")
    assert "words.jsonl" in _refused(_run(command, "--batch", words))
    empty = write(alone / "empty.jsonl", "")
    assert "cannot be written" in _refused(_run(command, "--batch", empty, "--out", alone / "no" / "folder.jsonl"))


def test_parsing(alone: Path) -> None:
    text = "We will hold a workshop in Rome on 3 May 2017."
    record = json.loads(_done(_run("parse", text, "--as-of", "2017-01-30", "--json")))
    [contribution] = record["contributions"]
    assert (contribution["start"], contribution["kind"]) == ("2017-05-03", "event")
    assert "parse what?" in _refused(_run("parse"))
    replies = write(alone / "r.jsonl", json.dumps({"id": 7, "text": text}) + "\n")
    [line] = _done(_run("parse", "--batch", replies)).splitlines()
    assert json.loads(line)["id"] == 7


def test_simulating(alone: Path) -> None:
    table = _done(_run("simulate", SAMPLE))
    assert "UNHCR" in table
    assert "when" in table.splitlines()[0]
    records = json.loads(_done(_run("simulate", SAMPLE, "--json", "--from", "2017-02-08", "--to", "2017-02-08")))
    assert records
    assert {record["at"][:10] for record in records} == {"2017-02-08"}
    data = yaml.safe_load(Path(SAMPLE).read_text(encoding="utf-8"))
    bad = write(alone / "bad.yml", yaml.safe_dump({**data, "zone": "Mars"}))
    assert "there is no time zone 'Mars'" in _refused(_run("simulate", bad))


def test_exporting(alone: Path) -> None:
    assert "no such panel" in _refused(_run("export", "csv"))
    asyncio.run(app.furnish(Settings(), "T0PLAYGRND"))
    for name, suffix in FORMATS.items():
        assert "0 contributions" in _done(_run("export", name))
        assert (alone / f"{name}-panel-1-20170130.{suffix}").stat().st_size > 2
    for name, suffix in (("gaps", "xlsx"), ("gaps-csv", "csv")):
        done = _done(_run("export", name))
        assert f".{suffix}: " in done
        assert "entities" in done
    _done(_run("export", "json", "--panel", "1", "--out", alone / "x.json"))
    assert json.loads((alone / "x.json").read_text(encoding="utf-8")) == []
    assert "no such panel" in _refused(_run("export", "csv", "--panel", "99"))
    assert "cannot be written" in _refused(_run("export", "csv", "--out", alone / "no" / "x.csv"))


def test_importing_contributions(alone: Path) -> None:
    sheet = write(
        alone / "ours.csv", "entity,kind,title,start\nIOM,event,Seminar,2017-05\n,publication,Report,2017-Q2\n"
    )
    command = ("import-contributions", sheet, "--panel", "1")
    assert "no such panel" in _refused(_run(*command))
    asyncio.run(app.furnish(Settings(), "T0PLAYGRND"))
    result = _run(*command)
    assert result.exit_code == 2
    assert "Row 3, Entity: Please fill this in." in result.stderr
    assert "0 contributions" in _done(_run("export", "json"))
    assert "expected" in _refused(_run(*command, "--entity", "WTO"))
    told = _done(_run(*command, "--entity", "unhcr", "--dry-run"))
    assert "this would be imported" in told
    assert "2 new" in told
    assert "0 contributions" in _done(_run("export", "json"))
    assert "2 new" in _done(_run(*command, "--entity", "unhcr"))
    assert "2 already there" in _done(_run("import-contributions", sheet, "--entity", "UNHCR"))
    # What is exported comes back unchanged, without a word about entities.
    assert "2 contributions" in _done(_run("export", "workbook", "--out", alone / "out.xlsx"))
    assert "2 unchanged" in _done(_run("import-contributions", alone / "out.xlsx"))
    assert "no workbook" not in _refused(_run("import-contributions", write(alone / "x.xlsx", "no workbook")))
    assert "no such file" in _refused(_run("import-contributions", alone / "none.csv"))


def test_an_unknown_export() -> None:
    said = _refused(_run("export", "parchment"))
    assert "there is no export 'parchment'; there are matrix, workbook, calendar, csv, json" in said


def test_furnishing_twice_changes_nothing() -> None:
    for _ in range(2):
        asyncio.run(app.furnish(Settings(), "T0PLAYGRND"))
    assert "0 added, 0 changed, 127 as they were" in _done(_run("import", "new-york-declaration"))


def test_workstreams_of_the_settings_and_of_the_roadmap() -> None:
    offered = app.offered_workstreams(Settings(workstreams="A=First, B ,"))
    assert offered == (("A", "First"), ("B", "B"))
    assert ("GCM", "Global compact for migration (GCM)") in app.offered_workstreams(Settings())
