"""The modal that asks who shall answer for an entity instead."""

import json
from collections.abc import Mapping
from typing import Any

from bot.text.catalogue import phrase
from bot.text.languages import Language
from handlers.views.reply_drafts import Seat

CALLBACK = "seat.ask_other_form"
WHO = "seat.who"


def asking_view(seat: Seat, language: Language, user: str | None = None) -> dict[str, Any]:
    """The modal; ``user`` is who was named already."""
    select: dict[str, Any] = {
        "type": "users_select",
        "action_id": WHO,
        "placeholder": _plain(phrase(language, "replies.ask_placeholder")),
    }
    if user:
        select["initial_user"] = user
    text = phrase(language, "replies.ask_what", entity=seat.entity, panel=seat.panel)
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "private_metadata": json.dumps({"panel": seat.panel_id, "entity": seat.entity_id}),
        "title": _plain(phrase(language, "replies.ask_title")),
        "submit": _plain(phrase(language, "replies.ask_submit")),
        "close": _plain(phrase(language, "forms.cancel")),
        "blocks": [
            {"type": "section", "block_id": "seat.what", "text": _plain(text[:3000])},
            {"type": "input", "block_id": WHO, "label": _plain(phrase(language, "replies.ask_who")), "element": select},
        ],
    }


def read_asking(view: Mapping[str, Any]) -> tuple[int, int, str]:
    """Panel, entity and Slack's id of who is asked ("" where nobody was chosen). Rights are never read from here."""
    state = json.loads(str(view.get("private_metadata") or "{}"))
    chosen = view["state"]["values"].get(WHO, {}).get(WHO, {}).get("selected_user")
    return int(state.get("panel") or 0), int(state.get("entity") or 0), str(chosen or "")


def _plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text, "emoji": False}
