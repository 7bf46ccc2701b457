"""What is asked of each kind of contribution: one declaration a kind.

From it come the blocks of the modal, the reading of what was typed, the errors beside the fields, the prefilled form
of an edit, the saved message and what is still missing. To ask for something more, declare it here and nowhere else.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from pydantic import Field as Default

from bot.contributions.spans import stretch
from bot.forms.declaring import Field, Form, Input, Problem, Raw, missing_of, typed_of
from bot.text.periods import BadPeriod, Period
from storage.models import Contribution
from storage.words import ContributionKind, ContributionStatus, Precision, Visibility

TITLE_LIMIT = 300

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
    ),
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
City = Annotated[str | None, Field("contributions.city", Input.LINE, limit=200)]
NeededCity = Annotated[str | None, Field("contributions.city", Input.LINE, limit=200, needed=True, unless="online")]
Country = Annotated[str | None, Field("contributions.country", Input.LINE, limit=200)]
NeededCountry = Annotated[
    str | None, Field("contributions.country", Input.LINE, limit=200, needed=True, unless="online")
]
Countries = Annotated[
    str | None, Field("contributions.country", Input.LINE, "contributions.country_hint", limit=200, needed=True)
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
        """The end must not come before the start; days of the same month are one where only the month is known."""
        if "start_date" in values and "end_date" in values:
            try:
                stretch(values["start_date"], values["end_date"], values.get("precision") or Precision.DAY)
            except BadPeriod:
                return {"end_date": Problem("contributions.end_before_start", {})}
        return {}

    @property
    def period(self) -> Period:
        """The period that was meant."""
        values = dict(self)
        return stretch(
            values["start_date"],
            values["end_date"],
            values["precision"],
            tbc=values["tbc"],
            open_ended=self.open_ended,
        )

    def columns(self) -> dict[str, Any]:
        """The values of a stored contribution, by column."""
        period = self.period
        return dict(self) | {
            "kind": self.kind,
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
    visibility: SeenBy = Visibility.PANEL
    internal_remark: Remark = None


class PublicationForm(ContributionForm):
    """A report, a guide, a tool, a data set."""

    kind: ClassVar[ContributionKind] = ContributionKind.PUBLICATION
    title: Title
    start_date: PublicationDay = None
    end_date: LastDay = None
    precision: Exactness = Precision.DAY
    tbc: Tbc = False
    description: Description = None
    link: Link = None
    status: Status = ContributionStatus.PLANNED
    workstreams: Workstreams = Default(default_factory=list)
    partners: Partners = Default(default_factory=list)
    visibility: SeenBy = Visibility.PANEL
    internal_remark: Remark = None


class ProjectForm(ContributionForm):
    """Something with funding or phases over time, in one country or several."""

    kind: ClassVar[ContributionKind] = ContributionKind.PROJECT
    open_ended: ClassVar[bool] = True
    title: Title
    start_date: FirstDay = None
    end_date: OpenLastDay = None
    precision: Exactness = Precision.DAY
    tbc: Tbc = False
    country: Countries = None
    city: City = None
    description: Description = None
    link: Link = None
    status: Status = ContributionStatus.PLANNED
    workstreams: Workstreams = Default(default_factory=list)
    partners: Partners = Default(default_factory=list)
    visibility: SeenBy = Visibility.PANEL
    internal_remark: Remark = None


class ActivityForm(ContributionForm):
    """Everything else: a campaign, advice, a poll, a collection of data."""

    kind: ClassVar[ContributionKind] = ContributionKind.ACTIVITY
    open_ended: ClassVar[bool] = True
    title: Title
    start_date: FirstDay = None
    end_date: OpenLastDay = None
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
    visibility: SeenBy = Visibility.PANEL
    internal_remark: Remark = None


FORMS: dict[ContributionKind, type[ContributionForm]] = {
    form.kind: form for form in (EventForm, PublicationForm, ProjectForm, ActivityForm)
}


def values_of(contribution: Contribution) -> dict[str, Any]:
    """The stored values of a contribution that any of the forms asks for, by field."""
    names = {name: None for form in FORMS.values() for name in form.model_fields}
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


def period_of(contribution: Contribution) -> Period:
    """The period of a stored contribution."""
    return Period(contribution.start_date, contribution.end_date, contribution.precision, contribution.tbc)


def missing_fields(contribution: Contribution) -> list[str]:
    """What a contribution still lacks to be complete, in the order of its form; ``start_date`` stands for its date.

    One end of the period is a date: "by 15 March" and "from June on" lack nothing.
    """
    lacking = missing_of(FORMS[contribution.kind], values_of(contribution))
    return [name for name in lacking if not (name == "start_date" and contribution.end_date)]
