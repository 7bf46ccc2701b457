"""The forms about questions: the secretariat's answer, and what was wrong with one of ours."""

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from bot.forms.declaring import Field, Form, Input, Problem

#: After so many days a published answer wants another look.
REVIEW = dt.timedelta(days=90)


class AnswerForm(Form):
    """An answer of the secretariat. ``asked`` is the question in the words in which it is published."""

    form_name: ClassVar[str] = "secretariat"

    asked: Annotated[str, Field("questions.field_asked", Input.TEXT, "questions.field_asked_hint", limit=1000)]
    text: Annotated[str, Field("questions.field_text", Input.TEXT, "questions.field_text_hint")]
    publish: Annotated[bool, Field("questions.field_publish", Input.TICK, "questions.field_publish_hint")] = False
    review_on: Annotated[
        dt.date | None, Field("questions.field_review_on", Input.DAY, "questions.field_review_on_hint")
    ] = None

    @classmethod
    def between(cls, values: Mapping[str, Any]) -> dict[str, Problem]:
        """What is published has a day on which somebody looks at it again."""
        if values.get("publish") and "review_on" in values and values["review_on"] is None:
            return {"review_on": Problem("questions.review_needed", {})}
        return {}

    def late(self, today: dt.date) -> dict[str, Problem]:
        """A review date that is past would publish nothing."""
        if self.publish and self.review_on is not None and self.review_on < today:
            return {"review_on": Problem("questions.review_past", {})}
        return {}


class WhyForm(Form):
    """What was wrong with an answer, or missing in it."""

    form_name: ClassVar[str] = "feedback"

    why: Annotated[str | None, Field("questions.field_why", Input.TEXT, "questions.field_why_hint", limit=2000)] = None
