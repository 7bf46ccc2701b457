"""Submitting and closing modals, and what the app's answer does to the stack of views."""

from typing import Any

from playground import payloads
from playground.blocks import checked_view, interactive
from playground.core import LocalSlack
from playground.errors import ApiError, PlaygroundError
from playground.model import Json, Submitted
from playground.values import Values, current_values, field_errors
from playground.views import OpenView

TROUBLE = "We had some trouble connecting. Try again?"


class Forms:
    def __init__(self, slack: LocalSlack) -> None:
        self.slack = slack

    def _top(self, user: str, view_id: str) -> OpenView:
        stack = self.slack.views.stack(user)
        if not stack or stack[-1].id != view_id:
            raise PlaygroundError(f"{view_id} is not the form that {user} has in front")
        return stack[-1]

    def _with_files(self, view: OpenView, values: Values) -> Values:
        """File inputs name their files by id; the app gets the whole descriptions."""
        files = self.slack.workspace.files
        known = {(b["block_id"], e["action_id"]): e["type"] for b, e in interactive(view.blocks)}
        done: Values = {}
        for block, held in values.items():
            for action, value in held.items():
                kind = known.get((block, action))
                if kind is None:
                    raise PlaygroundError(f"the form has no field {block}/{action}")
                whole = {"type": kind} | value
                if kind == "file_input":
                    listed = [f["id"] if isinstance(f, dict) else f for f in value.get("files") or []]
                    whole["files"] = [files[f] for f in listed]
                done.setdefault(block, {})[action] = whole
        return done

    async def submit(self, user: str, view_id: str, values: Values) -> Submitted:
        slack = self.slack
        view = self._top(user, view_id)
        if view.body["submit"] is None:
            raise PlaygroundError(f"the view {view_id} has no submit button")
        if view.body.get("submit_disabled"):
            raise PlaygroundError(f"the submit button of {view_id} is disabled")
        view.touch(self._with_files(view, values))
        errors = field_errors(view.blocks, current_values(view.blocks, view.touched))
        if errors:
            return Submitted(False, errors)
        callback = view.body["callback_id"] or view.id
        outcome = await slack.request("view_submission", callback, payloads.view_submission(slack, view))
        if not outcome.ok:
            slack.notify(user, f"{TROUBLE} ({outcome.error})")
            return Submitted(False, {"": TROUBLE})
        try:
            return self._answer(view, outcome.payload)
        except ApiError as refused:
            slack.notify(user, f"{TROUBLE} (the app answered the form with {refused.body()})")
            return Submitted(False, {"": TROUBLE})

    def _answer(self, view: OpenView, answer: Any) -> Submitted:
        """``response_action``: errors, update, push, clear; without one the view closes."""
        if answer in (None, "", {}):
            self.slack.views.close(view)
            self.slack.show_views(view.user)
            return Submitted(True)
        action = answer.get("response_action") if isinstance(answer, dict) else None
        if action == "errors":
            return self._errors(view, answer.get("errors"))
        if action == "clear":
            self.slack.views.clear(view.user)
        elif action == "update":
            self.slack.views.update(view, checked_view(answer.get("view"), ("modal",)))
        elif action == "push":
            self.slack.views.push(view.user, checked_view(answer.get("view"), ("modal",)))
        else:
            raise ApiError("invalid_response_action", given=answer)
        self.slack.show_views(view.user)
        return Submitted(True)

    def _errors(self, view: OpenView, errors: Any) -> Submitted:
        inputs = {b["block_id"] for b in view.blocks if b["type"] == "input"}
        if not isinstance(errors, dict) or not errors:
            raise ApiError("invalid_errors", given=errors)
        unknown = sorted(set(errors) - inputs)
        if unknown:
            raise ApiError("errors_for_unknown_inputs", unknown=unknown, inputs=sorted(inputs))
        self.slack.bell.ring()
        return Submitted(False, {k: str(v) for k, v in errors.items()})

    async def close(self, user: str, view_id: str) -> None:
        """Close the view in front (or all, when it says ``clear_on_close``); the app hears if it asked to."""
        slack = self.slack
        view = self._top(user, view_id)
        cleared = bool(view.body["clear_on_close"])
        gone = slack.views.clear(user) if cleared else [view]
        if not cleared:
            slack.views.close(view)
        slack.show_views(user)
        for closed in reversed(gone):
            if closed.body["notify_on_close"]:
                payload: Json = payloads.common(slack, "view_closed", user) | {
                    "view": closed.shown(),
                    "is_cleared": cleared,
                }
                await slack.request("view_closed", closed.body["callback_id"] or closed.id, payload)
