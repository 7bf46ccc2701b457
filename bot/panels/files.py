"""A panel written as a YAML file: its model, and reading it with a clear word about each mistake."""

import datetime as dt
from pathlib import Path
from typing import Annotated, Any, Self
from zoneinfo import ZoneInfo, available_timezones

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

SAMPLES = Path(__file__).parent / "samples"


class BadPanelFile(ValueError):
    """A panel file cannot be taken; ``problems`` names each field and its reason."""

    def __init__(self, name: str, problems: list[str]) -> None:
        super().__init__(f"{name}: " + "; ".join(problems))
        self.problems = problems


def _known_zone(zone: str) -> str:
    if zone not in available_timezones():
        raise ValueError(f"there is no time zone {zone!r}; write one like Europe/Zurich")
    return zone


Zone = Annotated[str, AfterValidator(_known_zone)]
Weekday = Annotated[int, Field(ge=1, le=7)]
Short = Annotated[str, Field(min_length=1, max_length=300)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class PersonPart(_Part):
    """Somebody on the panel: with a Slack user id, or with an e-mail address where they have no Slack."""

    name: Short
    slack: str | None = Field(default=None, pattern=r"^[UW][A-Z0-9]{2,30}$")
    email: str | None = Field(default=None, pattern=r"^[^@\s]+@[^@\s]+$")
    zone: Zone | None = None
    locale: str = "en"

    @model_validator(mode="after")
    def _reachable(self) -> Self:
        if self.slack is None and self.email is None:
            raise ValueError(f"{self.name} has neither a Slack id nor an e-mail address")
        return self


class EntityPart(_Part):
    """An entity with those who answer for it."""

    acronym: Annotated[str, Field(min_length=1, max_length=60)]
    name: Short
    zone: Zone
    aliases: list[str] = []
    working_days: Annotated[list[Weekday], Field(min_length=1)] = [1, 2, 3, 4, 5]
    focal_point: PersonPart | None = None
    alternates: list[PersonPart] = []


class DeadlinePart(_Part):
    """What is due, when: ``due`` is a wall time in ``zone``."""

    task: Annotated[str, Field(min_length=1, max_length=60)] = "contributions"
    due: dt.datetime
    zone: Zone | None = None
    ladder: list[int] = []


class PanelFile(_Part):
    """A whole panel. Wall times without an offset are meant in ``zone``."""

    title: Short
    meeting: Short
    start: dt.datetime
    end: dt.datetime
    zone: Zone
    venue: str | None = None
    minutes_per_speaker: Annotated[int, Field(gt=0, le=240)] = 10
    moderator: PersonPart | None = None
    officers_channel: str | None = None
    opened: dt.datetime | None = None
    deadlines: list[DeadlinePart] = []
    officers: list[PersonPart] = []
    entities: list[EntityPart] = []

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.instant(self.end) <= self.instant(self.start):
            raise ValueError("the panel ends before it starts")
        acronyms = [entity.acronym.casefold() for entity in self.entities]
        for acronym in sorted({name for name in acronyms if acronyms.count(name) > 1}):
            raise ValueError(f"the entity {acronym!r} stands there twice")
        seated = [person for entity in self.entities for person in (entity.focal_point, *entity.alternates) if person]
        users = [person.slack for person in seated if person.slack]
        for twice in sorted({user for user in users if users.count(user) > 1}):
            name = next(person.name for person in seated if person.slack == twice)
            raise ValueError(f"{name} holds two seats")
        tasks = [deadline.task for deadline in self.deadlines]
        if len(tasks) != len(set(tasks)):
            raise ValueError("a task has two deadlines")
        for deadline in self.deadlines:
            if self.instant(deadline.due, deadline.zone) >= self.instant(self.start):
                raise ValueError(f"the deadline for {deadline.task} is after the start of the panel")
        return self

    def instant(self, wall: dt.datetime, zone: str | None = None) -> dt.datetime:
        """The instant of a wall time of this file."""
        return wall if wall.tzinfo is not None else wall.replace(tzinfo=ZoneInfo(zone or self.zone))


def read_panel(text: str, name: str) -> PanelFile:
    """Read a panel from YAML. Raises BadPanelFile with all mistakes that were found."""
    try:
        data: Any = yaml.safe_load(text)
    except ValueError as error:
        # YAML makes dates of what looks like one, and trips over a day that does not exist.
        raise BadPanelFile(name, [f"a date in it cannot be read ({error})"]) from error
    except yaml.YAMLError as error:
        where = getattr(error, "problem_mark", None)
        line = f" in line {where.line + 1}" if where else ""
        raise BadPanelFile(name, [f"this is not YAML{line}"]) from error
    if not isinstance(data, dict):
        raise BadPanelFile(name, ["a panel file is a mapping of fields such as title, start, entities"])
    try:
        return PanelFile.model_validate(data)
    except ValidationError as error:
        problems = []
        for found in error.errors():
            field = ".".join(str(part) for part in found["loc"])
            reason = found["msg"].removeprefix("Value error, ")
            problems.append(f"{field}: {reason}" if field else reason)
        raise BadPanelFile(name, problems) from error


def read_panel_file(path: Path) -> PanelFile:
    """Read a panel from a file. Raises BadPanelFile."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise BadPanelFile(path.name, ["there is no such file"]) from error
    except (OSError, UnicodeDecodeError) as error:
        raise BadPanelFile(path.name, [f"the file cannot be read: {error}"]) from error
    return read_panel(text, path.name)
