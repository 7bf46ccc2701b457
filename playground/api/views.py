"""views.*: opening, pushing and updating modals, and publishing a Home."""

from playground.api.registry import Call, method
from playground.blocks import checked_view
from playground.errors import ApiError, invalid_arguments
from playground.model import BOT_USER, Json


def _open(call: Call, *, push: bool) -> Json:
    slack = call.slack
    given = checked_view(call.structure("view"), ("modal",))
    trigger = slack.triggers.take(call.text("trigger_id"))
    try:
        view = slack.views.push(trigger.user, given) if push else slack.views.open(trigger.user, given)
    except ApiError:
        slack.triggers.give_back(trigger)
        raise
    slack.show_views(trigger.user)
    return {"view": view.shown()}


@method("views.open", required=("trigger_id", "view"))
def open_view(call: Call) -> Json:
    return _open(call, push=False)


@method("views.push", required=("trigger_id", "view"))
def push(call: Call) -> Json:
    return _open(call, push=True)


@method("views.update", required=("view",), optional=("view_id", "external_id", "hash"))
def update(call: Call) -> Json:
    slack = call.slack
    if bool(call.text("view_id")) == bool(call.text("external_id")):
        raise invalid_arguments("give either view_id or external_id [json-pointer:/view_id]")
    given = checked_view(call.structure("view"), ("modal", "home"))
    view = slack.views.find(call.text("view_id"), call.text("external_id"))
    if view is None:
        raise ApiError("not_found")
    slack.views.update(view, given, call.text("hash"))
    if view.body["type"] == "home":
        slack.show_home(view)
    else:
        slack.show_views(view.user)
    return {"view": view.shown()}


@method("views.publish", required=("user_id", "view"), optional=("hash",))
def publish(call: Call) -> Json:
    slack = call.slack
    if not slack.manifest.home_tab:
        raise ApiError("not_enabled")
    user = call.text("user_id")
    if user not in slack.workspace.people or user == BOT_USER:
        raise invalid_arguments("invalid `user_id` [json-pointer:/user_id]")
    view = slack.views.publish(user, checked_view(call.structure("view"), ("home",)), call.text("hash"))
    slack.show_home(view)
    return {"view": view.shown()}
