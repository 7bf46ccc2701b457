"""Help, made from the table of routes: each command lists what the caller may do with it."""

from collections.abc import Iterable

from bot.text.catalogue import phrase
from handlers.calls import Caller
from handlers.routes import Audience, Route
from handlers.views.message import Message


def may(audience: Audience, caller: Caller) -> bool:
    """Whether a person belongs to an audience; officers may do what panellists may."""
    if audience is Audience.OFFICER:
        return caller.viewer.officer
    if audience is Audience.PANELLIST:
        return caller.viewer.panellist or caller.viewer.officer
    return True


def help_of(command: str, routes: Iterable[Route], caller: Caller) -> Message:
    """The help of one command for one person; what they may not use is left out."""
    helpful = [route for route in routes if route.help]
    lines = [phrase(caller.language, route.help) for route in helpful if may(route.audience, caller)]
    if not lines:
        return Message.plain(phrase(caller.language, f"handlers.only_{helpful[0].audience}"))
    title = phrase(caller.language, f"handlers.help_title_{command.removeprefix('/')}")
    return Message.plain("\n".join([title, *(f"• {line}" for line in lines)]))
