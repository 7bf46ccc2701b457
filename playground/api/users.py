"""users.*: who is here, with zone and locale; e-mail only with its own scope."""

from playground.api.registry import Call, method
from playground.errors import ApiError
from playground.model import Json, Person


def _shown(call: Call, person: Person) -> Json:
    return person.shown(
        call.slack.clock.now(),
        email="users:read.email" in call.slack.manifest.scopes,
        locale=call.flag("include_locale"),
    )


@method("users.info", required=("user",), optional=("include_locale",), scopes=("users:read",))
def info(call: Call) -> Json:
    person = call.slack.workspace.people.get(call.text("user"))
    if person is None:
        raise ApiError("user_not_found")
    return {"user": _shown(call, person)}


@method("users.list", optional=("include_locale", "limit", "cursor", "team_id"), scopes=("users:read",))
def list_all(call: Call) -> Json:
    everybody = [p for p in call.slack.workspace.people.values() if not p.is_stranger]
    page, more = call.page(everybody, default=1000)
    return {"members": [_shown(call, p) for p in page], "cache_ts": int(call.slack.clock.now())} | more


@method("users.lookupByEmail", required=("email",), scopes=("users:read.email",))
def by_email(call: Call) -> Json:
    wanted = call.text("email").casefold()
    for person in call.slack.workspace.people.values():
        if person.email.casefold() == wanted and not person.deleted:
            return {"user": _shown(call, person)}
    raise ApiError("users_not_found")
