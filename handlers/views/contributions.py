"""What people see of contributions: what was saved, a nil return, the list of an entity, what somebody changed.

Everything that people typed is escaped where it stands in mrkdwn. ``Message.text`` says all of it; a block that is too
small for its share says what fits, and so does the text beyond the 40,000 characters at which Slack cuts it.
"""

import datetime as dt
from collections.abc import Iterable, Sequence

from bot.contributions.form import FORMS, missing_fields, period_of
from bot.contributions.outcomes import FieldChange, Refusal, Saved
from bot.forms.declaring import Choice, Input, fields_of
from bot.text.catalogue import phrase
from bot.text.dates import day_in_words
from bot.text.escape import escape, shorten
from bot.text.languages import Language
from bot.text.periods import Period, period_in_words
from handlers.views.message import Block, Message, actions, button, context, plain_section, section
from storage.models import Contribution
from storage.words import ContributionState, Visibility

ADD = "contribution.add"
HISTORY = "contribution.history"
EDIT = "contribution.edit"
WITHDRAW = "contribution.withdraw"
RESTORE = "contribution.restore"
PAGE = "contribution.page"

#: One block for each contribution, and a few around them; a message takes fifty.
PAGE_SIZE = 20
FIELD = 2000
TEXT = 40_000
FIELDS = 10

#: What the head of a saved message says already, or says together.
_TOLD = {
    "title",
    "description",
    "start_date",
    "end_date",
    "precision",
    "tbc",
    "venue",
    "city",
    "country",
    "online",
    "when",
}


def saved_message(
    saved: Saved,
    language: Language,
    *,
    workstreams: Sequence[Choice] = (),
    languages: Sequence[Choice] = (),
    notes: Sequence[str] = (),
    remark: bool = True,
) -> Message:
    """What stands in the database now, in full, and what is still open; with *Edit*, *Add another*, *Withdraw*.

    ``notes`` say what it clashes with, as escaped mrkdwn. ``remark`` is for those who may see the internal remark
    (``bot.contributions.rights.may_see_remark``).
    """
    row = saved.contribution
    values = {"entity": row.entity.acronym, "title": row.title}
    key = "contributions.saved"
    buttons = saved_buttons(row, saved.missing, language)
    if row.state is ContributionState.WITHDRAWN:
        key = "contributions.withdrawn"
        buttons = [row_button(RESTORE, row, language, style="primary")]
    head = phrase(language, key, **values)
    if row.state is ContributionState.WITHDRAWN:
        return Message(
            escape(head), [plain_section(head, block_id="saved"), actions(buttons, block_id="saved_actions")]
        )
    lines = _lines(row, language, [*workstreams, *languages], remark=remark)
    open_line = still_open(saved.missing, language)
    told = [head, *(f"{label}: {value}" for label, value in lines), row.description or "", open_line]
    text = _fit("\n".join(part for part in told if part), TEXT - sum(len(note) + 1 for note in notes))
    text = "\n".join([text, *notes])
    blocks = [section(f"*{_fit(head, 2900)}*", block_id="saved")]
    for n in range(0, len(lines), FIELDS):
        blocks.append(_fields(lines[n : n + FIELDS], f"saved_fields_{n}"))
    if row.description:
        blocks.append(plain_section(row.description, block_id="saved_description"))
    blocks.append(context(escape(open_line), block_id="saved_open"))
    if notes:
        blocks.append(context("\n".join(notes), block_id="saved_notes"))
    blocks.append(actions(buttons, block_id="saved_actions"))
    return Message(text, blocks)


def saved_buttons(row: Contribution, missing: Sequence[str], language: Language) -> list[Block]:
    """*Edit*, *Add another*, *History* and *Withdraw*: what can be done with a contribution that was just saved."""
    return [
        row_button(EDIT, row, language, style="primary" if missing else None),
        button(
            phrase(language, "contributions.button_another"),
            action_id=f"{ADD}:{row.id}",
            value=_add_value(row, like=True),
        ),
        history_button(row, language),
        _withdraw_button(row, language),
    ]


def restored_message(saved: Saved, language: Language) -> Message:
    """A contribution that was withdrawn is there again."""
    row = saved.contribution
    head = phrase(language, "contributions.restored", entity=row.entity.acronym, title=row.title)
    open_line = still_open(saved.missing, language)
    buttons = [row_button(EDIT, row, language), _withdraw_button(row, language)]
    return Message(
        f"{escape(head)}\n{escape(open_line)}",
        [
            plain_section(head, block_id="restored"),
            context(escape(open_line), block_id="restored_open"),
            actions(buttons, block_id="restored_actions"),
        ],
    )


def refused_message(reason: Refusal, language: Language) -> Message:
    """Nothing was changed, and why."""
    return Message.plain(phrase(language, f"contributions.refused_{reason}"))


def list_message(
    rows: Sequence[Contribution],
    *,
    acronym: str,
    panel_id: int,
    entity_id: int,
    language: Language,
    page: int = 1,
    nil_on: dt.date | None = None,
    editable: bool = True,
) -> Message:
    """What an entity offers to a panel, a page of it. A page number out of the range shows the nearest page.

    ``nil_on`` is the day of a nil return. ``rows`` are those that the reader may see; withdrawn ones can be restored.
    """
    add = button(
        phrase(language, "contributions.button_add"),
        action_id=ADD,
        value=f"{panel_id}:{entity_id}",
        style="primary",
    )
    pages = max(1, -(-len(rows) // PAGE_SIZE))
    page = min(max(page, 1), pages)
    shown = rows[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    head = (
        phrase(language, "contributions.list_title", count=len(rows), entity=acronym)
        if rows
        else phrase(language, "contributions.list_empty", entity=acronym)
    )
    texts = [head]
    blocks = [section(f"*{_fit(head, 2900)}*", block_id="list")]
    if nil_on:
        nil = phrase(language, "contributions.list_nil", entity=acronym, date=day_in_words(nil_on, language))
        texts.append(nil)
        blocks.append(context(_fit(nil, 2900), block_id="list_nil"))
    for row in shown:
        title, rest = _summary(row, language)
        texts.append("• " + " · ".join([title, *rest]))
        accessory = None
        if editable:
            withdrawn = row.state is ContributionState.WITHDRAWN
            accessory = row_button(RESTORE if withdrawn else EDIT, row, language)
        body = f"*{_fit(title, 1500)}*\n{_fit(' · '.join(rest), 1400)}"
        blocks.append(section(body, block_id=f"list_{row.id}", accessory=accessory))
    if pages > 1:
        texts.append(phrase(language, "contributions.list_page", page=page, pages=pages))
        blocks.append(context(texts[-1], block_id="list_page"))
    buttons = [add] if editable else []
    for key, target in (("button_earlier", page - 1), ("button_later", page + 1)):
        if 1 <= target <= pages:
            value = f"{panel_id}:{entity_id}:{target}"
            buttons.append(button(phrase(language, f"contributions.{key}"), action_id=f"{PAGE}:{target}", value=value))
    if buttons:
        blocks.append(actions(buttons, block_id="list_actions"))
    return Message(_fit("\n".join(texts), TEXT), blocks)


def changes_in_words(changes: Iterable[FieldChange], language: Language) -> str:
    """What was changed, field by field, in one paragraph; not escaped, and each value shortened."""
    lines = []
    for change in changes:
        label = field_label(change.field, language)
        old, new = (shorten(_stored_in_words(change.field, value, language), 200) for value in (change.old, change.new))
        lines.append(phrase(language, "contributions.change_line", field=label, old=old, new=new))
    return " ".join(lines)


def field_label(name: str, language: Language) -> str:
    """The label of a column of a contribution."""
    return phrase(language, f"contributions.{name}")


def open_fields(missing: Sequence[str], language: Language) -> str:
    """The fields that are still open, as words of a sentence: "the venue, the city"."""
    return ", ".join(phrase(language, f"contributions.open_{name}") for name in missing)


def where_in_words(row: Contribution, language: Language) -> str:
    """Venue, city, country and the mark of an online meeting, as far as they are known."""
    online = phrase(language, "contributions.online_mark") if row.online else None
    return ", ".join(part for part in (row.venue, row.city, row.country, online) if part)


def when_in_words(row: Contribution, language: Language) -> str:
    """The period of a contribution, with its mark TBC."""
    return period_line(period_of(row), language)


def period_line(period: Period, language: Language) -> str:
    """A period, with its mark TBC."""
    words = period_in_words(period, language)
    mark = phrase(language, "contributions.tbc_mark")
    if not period.tbc:
        return words
    return f"{words} ({mark})" if words else mark


def _lines(
    row: Contribution, language: Language, workstreams: Sequence[Choice], *, remark: bool
) -> list[tuple[str, str]]:
    """The values of a contribution with their labels, empty ones left out, in the order of its form."""
    lines = [
        (phrase(language, "contributions.kind"), phrase(language, f"contributions.kind_{row.kind}")),
        (phrase(language, "contributions.when"), when_in_words(row, language)),
        (phrase(language, "contributions.where"), where_in_words(row, language)),
    ]
    titles = {choice.value: choice.label for choice in workstreams}
    for name, field in fields_of(FORMS[row.kind]).items():
        if name in _TOLD or (name == "internal_remark" and not remark):
            continue
        value = getattr(row, name)
        if name == "visibility" and value is Visibility.PANEL:
            continue
        if field.input in (Input.MANY, Input.NAMES):
            words = ", ".join(titles.get(one, one) for one in value)
        elif field.choices and value is not None:
            words = phrase(language, f"{field.choice_key}{value}")
        else:
            words = value or ""
        lines.append((phrase(language, field.label), words))
    return [(label, words) for label, words in lines if words]


def _summary(row: Contribution, language: Language) -> tuple[str, list[str]]:
    """The title, and what is best known of the rest in a few words."""
    rest = [
        phrase(language, f"contributions.kind_{row.kind}"),
        when_in_words(row, language),
        where_in_words(row, language),
        phrase(language, f"contributions.status_{row.status}"),
    ]
    if row.state is not ContributionState.SUBMITTED:
        rest.append(phrase(language, f"contributions.state_{row.state}"))
    missing = missing_fields(row)
    if missing and row.state is ContributionState.SUBMITTED:
        rest.append(phrase(language, "contributions.still_open", fields=open_fields(missing, language)))
    return row.title, [part for part in rest if part]


def still_open(missing: Sequence[str], language: Language) -> str:
    """What is still open, or that nothing is, as a sentence."""
    if not missing:
        return phrase(language, "contributions.complete")
    return phrase(language, "contributions.still_open", fields=open_fields(missing, language))


def _fields(lines: Sequence[tuple[str, str]], block_id: str) -> Block:
    texts = [f"*{escape(label)}*\n{_fit(value, FIELD - 100)}" for label, value in lines]
    return {
        "type": "section",
        "block_id": block_id,
        "fields": [{"type": "mrkdwn", "text": text} for text in texts],
    }


def _fit(text: str, limit: int) -> str:
    """The text escaped, in at most ``limit`` characters; an escaped character is never cut in two."""
    if len(escaped := escape(text)) <= limit:
        return escaped
    size, kept = 0, []
    for sign in text:
        size += len(escape(sign))
        if size > limit - 1:
            break
        kept.append(sign)
    return escape("".join(kept).rstrip()) + "…"


def _add_value(row: Contribution, *, like: bool) -> str:
    """``panel:entity``, and ``:contribution`` behind it for one like this."""
    return f"{row.panel_id}:{row.entity_id}" + (f":{row.id}" if like else "")


def history_button(row: Contribution, language: Language) -> Block:
    """The way to the history of a contribution."""
    return row_button(HISTORY, row, language)


def row_button(action: str, row: Contribution, language: Language, *, style: str | None = None) -> Block:
    """A button that acts on one contribution."""
    word = action.rpartition(".")[2]
    label = phrase(language, f"contributions.button_{word}")
    return button(label, action_id=f"{action}:{row.id}", value=str(row.id), style=style)


def _withdraw_button(row: Contribution, language: Language) -> Block:
    plain = {
        "title": phrase(language, "contributions.confirm_withdraw"),
        "text": phrase(language, "contributions.confirm_withdraw_text"),
        "confirm": phrase(language, "contributions.button_withdraw"),
        "deny": phrase(language, "contributions.confirm_keep"),
    }
    confirm = {key: {"type": "plain_text", "text": text, "emoji": False} for key, text in plain.items()}
    label = phrase(language, "contributions.button_withdraw")
    return button(label, action_id=f"{WITHDRAW}:{row.id}", value=str(row.id), style="danger", confirm=confirm)


def _stored_in_words(name: str, value: object, language: Language) -> str:
    """A value of the history: its stored form, in words."""
    if value in (None, "", []):
        return phrase(language, "contributions.nothing")
    if isinstance(value, bool):
        return phrase(language, "contributions.yes" if value else "contributions.no")
    if isinstance(value, list):
        return ", ".join(map(str, value))
    text = str(value)
    if name in ("start_date", "end_date"):
        return day_in_words(dt.date.fromisoformat(text), language)
    if name in ("kind", "status", "precision", "visibility", "state"):
        return phrase(language, f"contributions.{name}_{text}")
    return text
