"""What goes into an answer and what comes out."""

import datetime as dt
from dataclasses import dataclass

from bot.panels.viewers import Viewer
from bot.text.languages import Language


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, and whether the answer goes to them alone (``private``): it decides what of the panels is told."""

    viewer: Viewer
    workspace_id: int
    private: bool


@dataclass(frozen=True, slots=True)
class Question:
    """A question. ``today`` is the day on which it is asked, ``as_of`` the day whose knowledge is wanted, if any.

    ``history`` holds the earlier questions of the same thread, the oldest first. ``language`` is what the asker's
    locale says; the question itself decides where its language can be told. Without an ``asker`` only the roadmap
    answers: contributions are for those who may see them.
    """

    text: str
    today: dt.date
    language: Language = "en"
    as_of: dt.date | None = None
    history: tuple[str, ...] = ()
    asker: Asker | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """What an answer rests on: ``ref`` is a milestone's id or ``document#passage``; ``link`` leads to its source."""

    ref: str
    title: str
    detail: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """Plain text (no markup) and what it rests on, best first. ``nearest`` is what an abstention names instead."""

    text: str
    citations: tuple[Citation, ...]
    abstained: bool
    language: Language
    nearest: tuple[Citation, ...] = ()
