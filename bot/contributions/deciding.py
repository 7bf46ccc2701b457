"""The two small forms in which officers decide about what was found."""

from typing import Annotated, ClassVar

from bot.forms.declaring import Field, Form, Input


class DismissForm(Form):
    """Why a clash is no trouble."""

    form_name: ClassVar[str] = "dismissal"

    note: Annotated[
        str,
        Field("findings.field_note", Input.TEXT, "findings.field_note_hint", "findings.field_note_example", limit=1000),
    ]


class MergeForm(Form):
    """Which of two contributions stays: its number."""

    form_name: ClassVar[str] = "merge"

    kept: Annotated[str, Field("findings.field_kept", Input.SELECT, "findings.field_kept_hint")]
