"""The clocks: one that stands, and one that follows a file."""

import datetime as dt
import json
import os
import time
from pathlib import Path
from typing import Any

import pytest

from bot.clock import FileClock, StandingClock, SystemClock

SHOWN = dt.datetime(2017, 1, 30, 14, 0, tzinfo=dt.UTC)


def _put(path: Path, content: Any) -> None:
    """Replace the file in one step, as whoever moves the clock does."""
    beside = path.with_suffix(".new")
    beside.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    os.replace(beside, path)


def _standing(shown: dt.datetime) -> dict[str, Any]:
    return {"shown": shown.isoformat(), "real": time.time(), "running": False}


def test_a_standing_clock() -> None:
    clock = StandingClock(SHOWN.astimezone(dt.timezone(dt.timedelta(hours=2))))
    assert clock.now() == SHOWN
    assert clock.now().tzinfo is dt.UTC
    with pytest.raises(ValueError, match="zone"):
        clock.set(dt.datetime(2017, 1, 30))  # noqa: DTZ001 - it is what is refused


def test_the_computers_clock_is_in_utc() -> None:
    assert SystemClock().now().tzinfo is dt.UTC


def test_a_clock_follows_its_file(tmp_path: Path) -> None:
    clock = FileClock(tmp_path / "clock.json")
    assert abs(clock.now() - SystemClock().now()) < dt.timedelta(minutes=1), "no file yet"
    _put(tmp_path / "clock.json", _standing(SHOWN))
    assert clock.now() == SHOWN
    _put(tmp_path / "clock.json", _standing(SHOWN + dt.timedelta(days=3)))
    assert clock.now() == SHOWN + dt.timedelta(days=3)
    (tmp_path / "clock.json").unlink()
    assert clock.now() == SHOWN + dt.timedelta(days=3)


def test_a_running_clock_runs_on(tmp_path: Path) -> None:
    _put(tmp_path / "clock.json", {"shown": SHOWN.isoformat(), "real": time.time() - 3_600})
    clock = FileClock(tmp_path / "clock.json")
    assert dt.timedelta(hours=1) <= clock.now() - SHOWN < dt.timedelta(hours=1, minutes=1)
    _put(tmp_path / "clock.json", {"shown": SHOWN.isoformat(), "real": time.time() + 3_600, "running": True})
    assert clock.now() == SHOWN, "it never goes back behind what it was set to"


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "null",
        "[]",
        "7",
        '{"shown": "noon", "real": 0}',
        '{"shown": 7, "real": 0}',
        '{"shown": "2018-01-01T00:00:00+00:00"}',
        '{"shown": "2018-01-01T00:00:00+00:00", "real": null}',
        '{"shown": "0001-01-01T00:00:00+14:00", "real": 0}',
    ],
)
def test_a_broken_file_leaves_the_last_reading(tmp_path: Path, content: str) -> None:
    _put(tmp_path / "clock.json", _standing(SHOWN))
    clock = FileClock(tmp_path / "clock.json")
    assert clock.now() == SHOWN
    _put(tmp_path / "clock.json", content)
    assert clock.now() == SHOWN
    _put(tmp_path / "clock.json", _standing(SHOWN + dt.timedelta(days=1)))
    assert clock.now() == SHOWN + dt.timedelta(days=1)
