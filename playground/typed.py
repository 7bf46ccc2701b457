"""What a person types, as Slack hands it to apps.

The client turns ``@name`` and ``#channel`` into references, makes links of addresses, and escapes what is left of
``&``, ``<`` and ``>``. References that are already written in Slack's way (``<@U...>``) stay.
"""

import re

from playground.workspace import Workspace

_REFERENCE = re.compile(r"<(?:[@#!][^<>]+|(?:https?|mailto|tel):[^<>]+)>")
_LINK = re.compile(r"https?://[^\s<>]+[^\s<>.,;:!?)\]'\"]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_NAME = re.compile(r"(?<![\w<])([@#])([\w.-]+(?: [\w.-]+)?)")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def _plain(text: str, workspace: Workspace, *, references: bool) -> str:
    """Text between references: links marked, names resolved, the rest escaped."""
    text = re.sub(r"&(amp|lt|gt);", lambda m: {"amp": "&", "lt": "<", "gt": ">"}[m.group(1)], text)
    done = ""
    at = 0
    for found in _LINK.finditer(text):
        done += _names(text[at : found.start()], workspace, references)
        link = found.group().translate(_ESCAPES)
        done += f"<{link}>" if "://" in link else f"<mailto:{link}|{link}>"
        at = found.end()
    return done + _names(text[at:], workspace, references)


def _names(text: str, workspace: Workspace, references: bool) -> str:
    done = ""
    at = 0
    for found in _NAME.finditer(text) if references else ():
        for name in (found.group(2), found.group(2).split(" ")[0], found.group(2).split(" ")[0].rstrip(".")):
            reference = _reference(found.group(1), name, workspace)
            if reference:
                done += text[at : found.start()].translate(_ESCAPES) + reference
                at = found.start(2) + len(name)
                break
    return done + text[at:].translate(_ESCAPES)


def _reference(sign: str, name: str, workspace: Workspace) -> str:
    if sign == "#":
        channel = next((c for c in workspace.channels.values() if c.name == name), None)
        return f"<#{channel.id}|{channel.name}>" if channel else ""
    if name in ("here", "channel", "everyone"):
        return f"<!{name}>"
    for person in workspace.people.values():
        if name.casefold() in (person.name.casefold(), person.real_name.casefold()):
            return f"<@{person.id}>"
    return ""


def as_sent(text: str, workspace: Workspace, *, references: bool = True) -> str:
    """A message's text as it arrives in ``event.text``. Text that is escaped already is left as it is."""
    done = ""
    at = 0
    for found in _REFERENCE.finditer(text):
        done += _plain(text[at : found.start()], workspace, references=references) + found.group()
        at = found.end()
    return done + _plain(text[at:], workspace, references=references)
