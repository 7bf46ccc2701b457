"""What is asked of each kind of contribution: one declaration a kind.

From it come the blocks of the modal, the reading of what was typed, the errors beside the fields, the prefilled form
of an edit, the saved message and what is still missing. To ask for something more, declare it here and nowhere else.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any, ClassVar

from pydantic import Field as Default

from bot.contributions.spans import stretch
from bot.contributions.when import read_when
from bot.forms.cleaning import clean_day
from bot.forms.declaring import Field, Form, Input, Problem, Raw, missing_of, typed_of
from bot.text.languages import Language
from bot.text.periods import BadPeriod, Period, period_in_words
from storage.models import Contribution
from storage.words import ContributionKind, ContributionStatus, Precision, Visibility

TITLE_LIMIT = 300
#: Fields that are another way to say what is stored.
NOT_STORED = frozenset({"when"})

Title = Annotated[
    str, Field("contributions.title", Input.LINE, "contributions.title_hint", "contributions.title_example", 300)
]
Description = Annotated[str | None, Field("contributions.description", Input.TEXT, "contributions.description_hint")]
FirstDay = Annotated[dt.date | None, Field("contributions.start_date", Input.DAY, needed=True)]
LastDay = Annotated[dt.date | None, Field("contributions.end_date", Input.DAY, "contributions.end_date_hint_one_day")]
OpenLastDay = Annotated[dt.date | None, Field("contributions.end_date", Input.DAY, "contributions.end_date_hint_open")]
PublicationDay = Annotated[dt.date | None, Field("contributions.publication_date", Input.DAY, needed=True)]
Exactness = Annotated[
    Precision,
    Field(
        "contributions.precision",
        Input.SELECT,
        "contributions.precision_hint",
        choices=Precision,
        choice_key="contributions.precision_",
        asked=False,
    ),
]
InWords = Annotated[
    str | None,
    Field("contributions.when_words", Input.LINE, "contributions.when_hint", "contributions.when_example", 200),
]
Tbc = Annotated[bool, Field("contributions.tbc", Input.TICK)]
Venue = Annotated[
    str | None,
    Field(
        "contributions.venue",
        Input.LINE,
        example="contributions.venue_example",
        limit=300,
        needed=True,
        unless="online",
    ),
]
City = Annotated[str | None, Field("contributions.city", Input.PLACE, "contributions.city_hint", limit=200)]
NeededCity = Annotated[
    str | None,
    Field("contributions.city", Input.PLACE, "contributions.city_hint", limit=200, needed=True, unless="online"),
]
Country = Annotated[str | None, Field("contributions.country", Input.PLACE, limit=200)]
NeededCountry = Annotated[
    str | None, Field("contributions.country", Input.PLACE, limit=200, needed=True, unless="online")
]
Countries = Annotated[
    str | None,
    Field("contributions.country", Input.LINE, "contributions.country_hint", limit=200, needed=True, block="several"),
]
Online = Annotated[bool, Field("contributions.online", Input.TICK)]
Link = Annotated[str | None, Field("contributions.link", Input.LINK, example="contributions.link_example")]
Status = Annotated[
    ContributionStatus,
    Field("contributions.status", Input.SELECT, choices=ContributionStatus, choice_key="contributions.status_"),
]
Workstreams = Annotated[list[str], Field("contributions.workstreams", Input.MANY, "contributions.workstreams_hint")]
Partners = Annotated[
    list[str],
    Field("contributions.partners", Input.NAMES, "contributions.partners_hint", "contributions.partners_example"),
]
Languages = Annotated[list[str], Field("contributions.languages", Input.MANY, "contributions.languages_hint")]
SeenBy = Annotated[
    Visibility,
    Field("contributions.visibility", Input.SELECT, choices=Visibility, choice_key="contributions.visibility_"),
]
Remark = Annotated[str | None, Field("contributions.internal_remark", Input.TEXT, "contributions.internal_remark_hint")]


class ContributionForm(Form):
    """What the forms of all kinds share: the period, and the way to and from a stored contribution."""

    form_name: ClassVar[str] = "contribution"
    kind: ClassVar[ContributionKind]
    #: Whether a start without an end means "from then on" and not "on that day".
    open_ended: ClassVar[bool] = False

    @classmethod
    def between(cls, values: Mapping[str, Any]) -> dict[str, Problem]:
        """The end must not come before the start; days and words must not say two things."""
        words = values.get("when")
        told = read_when(words) if words else None
        if isinstance(told, Problem):
            return {"when": told}
        if "start_date" not in values or "end_date" not in values:
            return {}
        try:
            picked = cls._picked(values)
        except BadPeriod:
            return {"end_date": Problem("contributions.end_before_start", {})}
        if told and picked and (told.start, told.end) != (picked.start, picked.end):
            return {"when": Problem("contributions.when_twice", {})}
        return {}

    @classmethod
    def _picked(cls, values: Mapping[str, Any]) -> Period:
        """The period of the picked days; days of the same month are one where only the month is known."""
        precision = values.get("precision") or Precision.DAY
        tbc = bool(values.get("tbc"))
        return stretch(values["start_date"], values["end_date"], precision, tbc=tbc, open_ended=cls.open_ended)

    @property
    def period(self) -> Period:
        """The period that was meant, in words or by days."""
        values = dict(self)
        told = read_when(values["when"]) if values["when"] else None
        if isinstance(told, Period):
            return replace(told, tbc=values["tbc"] or told.tbc)
        return self._picked(values)

    def columns(self) -> dict[str, Any]:
        """The values of a stored contribution, by column."""
        period = self.period
        stored = {name: value for name, value in dict(self).items() if name not in NOT_STORED}
        return stored | {
            "kind": self.kind,
            "tbc": period.tbc,
            "start_date": period.start,
            "end_date": period.end,
            "precision": period.precision,
        }


class EventForm(ContributionForm):
    """A meeting, a training, a webinar: it has days and a place."""

    kind: ClassVar[ContributionKind] = ContributionKind.EVENT
    title: Title
    start_date: FirstDay = None
    end_date: LastDay = None
    when: InWords = None
    precision: Exactness = Precision.DAY
    tbc: Tbc = False
    venue: Venue = None
    city: NeededCity = None
    country: NeededCountry = None
    online: Online = False
    description: Description = None
    link: Link = None
    status: Status = ContributionStatus.PLANNED
    workstreams: Workstreams = Default(default_factory=list)
    partners: Partners = Default(default_factory=list)
    languages: Languages = Default(default_factory=list)
    visibility: SeenBy = Visibility.PANEL
    internal_remark: Remark = None


class PublicationForm(ContributionForm):
    """A report, a guide, a tool, a data set."""

    kind: ClassVar[ContributionKind] = ContributionKind.PUBLICATION
    title: Title
    start_date: PublicationDay = None
    end_date: LastDay = None
    when: InWords = None
    precision: Exactness = Precision.DAY
    tbc: Tbc = False
    description: Description = None
    link: Link = None
    status: Status = ContributionStatus.PLANNED
    workstreams: Workstreams = Default(default_factory=list)
    partners: Partners = Default(default_factory=list)
    languages: Languages = Default(default_factory=list)
    visibility: SeenBy = Visibility.PANEL
    internal_remark: Remark = None


class ProjectForm(ContributionForm):
    """Something with funding or phases over time, in one country or several."""

    kind: ClassVar[ContributionKind] = ContributionKind.PROJECT
    open_ended: ClassVar[bool] = True
    title: Title
    start_date: FirstDay = None
    end_date: OpenLastDay = None
    when: InWords = None
    precision: Exactness = Precision.DAY
    tbc: Tbc = False
    country: Countries = None
    city: City = None
    description: Description = None
    link: Link = None
    status: Status = ContributionStatus.PLANNED
    workstreams: Workstreams = Default(default_factory=list)
    partners: Partners = Default(default_factory=list)
    languages: Languages = Default(default_factory=list)
    visibility: SeenBy = Visibility.PANEL
    internal_remark: Remark = None


class ActivityForm(ContributionForm):
    """Everything else: a campaign, advice, a poll, a collection of data."""

    kind: ClassVar[ContributionKind] = ContributionKind.ACTIVITY
    open_ended: ClassVar[bool] = True
    title: Title
    start_date: FirstDay = None
    end_date: OpenLastDay = None
    when: InWords = None
    precision: Exactness = Precision.DAY
    tbc: Tbc = False
    city: City = None
    country: Country = None
    online: Online = False
    description: Description = None
    link: Link = None
    status: Status = ContributionStatus.PLANNED
    workstreams: Workstreams = Default(default_factory=list)
    partners: Partners = Default(default_factory=list)
    languages: Languages = Default(default_factory=list)
    visibility: SeenBy = Visibility.PANEL
    internal_remark: Remark = None


FORMS: dict[ContributionKind, type[ContributionForm]] = {
    form.kind: form for form in (EventForm, PublicationForm, ProjectForm, ActivityForm)
}


def values_of(contribution: Contribution) -> dict[str, Any]:
    """The stored values of a contribution that any of the forms asks for, by field."""
    names = {name: None for form in FORMS.values() for name in form.model_fields if name not in NOT_STORED}
    return {name: getattr(contribution, name) for name in names}


def typed_from(contribution: Contribution, form: type[ContributionForm] | None = None) -> dict[str, Raw]:
    """A stored contribution as somebody would have typed it, to prefill the form of its kind or of another."""
    form = form or FORMS[contribution.kind]
    values = values_of(contribution)
    if contribution.end_date == contribution.start_date and not (
        form.open_ended and (contribution.precision or Precision.DAY) is Precision.DAY
    ):
        values["end_date"] = None
    return typed_of(form, values)


def typed_for_another(contribution: Contribution) -> dict[str, Raw]:
    """What *Add another* keeps of the one before: where it is and with whom."""
    return typed_of(EventForm, {name: getattr(contribution, name) for name in ("city", "country", "partners")})


def shown_as(form: type[ContributionForm], typed: Mapping[str, Raw], language: Language) -> dict[str, Raw]:
    """What was typed, as the form shows it: days that are known by month or more vaguely become words."""
    precision = typed.get("precision")
    if typed.get("when") or precision not in {word.value for word in Precision} - {Precision.DAY.value}:
        return dict(typed)
    try:
        start, end = (clean_day(typed.get(name)) for name in ("start_date", "end_date"))
        words = period_in_words(stretch(start, end, Precision(str(precision)), open_ended=form.open_ended), language)
    except ValueError:
        return dict(typed)
    return {**typed, "when": words or None, "start_date": None, "end_date": None, "precision": None}


def with_year(typed: Mapping[str, Raw], today: dt.date, language: Language) -> dict[str, Raw]:
    """What was typed, with the words that count from today ("26 September", "next month") told by their year."""
    words = typed.get("when")
    if not isinstance(words, str) or not words.strip() or not isinstance(read_when(words), Problem):
        return dict(typed)
    found = read_when(words, today)
    if isinstance(found, Problem):
        return dict(typed)
    return {**typed, "when": period_in_words(found, language), "tbc": bool(typed.get("tbc")) or found.tbc}


def meant_by(form: type[ContributionForm], typed: Mapping[str, Raw], today: dt.date) -> Period:
    """The period that is typed so far; an empty one where it cannot be read yet."""
    words = typed.get("when")
    if isinstance(words, str) and words.strip():
        found = read_when(words, today)
        return found if isinstance(found, Period) else Period()
    try:
        start, end = (clean_day(typed.get(name)) for name in ("start_date", "end_date"))
        return stretch(start, end, Precision(str(typed.get("precision") or "day")), open_ended=form.open_ended)
    except ValueError:
        return Period()


def period_of(contribution: Contribution) -> Period:
    """The period of a stored contribution."""
    return Period(contribution.start_date, contribution.end_date, contribution.precision, contribution.tbc)


def missing_fields(contribution: Contribution) -> list[str]:
    """What a contribution still lacks to be complete, in the order of its form; ``start_date`` stands for its date.

    One end of the period is a date: "by 15 March" and "from June on" lack nothing.
    """
    lacking = missing_of(FORMS[contribution.kind], values_of(contribution))
    return [name for name in lacking if not (name == "start_date" and contribution.end_date)]
