"""What a file would change of the roadmap, before anything is taken."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.roadmaps.importing import FileContent, compare
from bot.tables.problems import BadFile
from storage.queries.roadmap import change_token, milestones, sources


@dataclass(frozen=True, slots=True)
class Preview:
    """What one file would change. ``token`` is the state of the roadmap that it goes by.

    ``missing`` are the milestones that are not in a file of milestones; ``may_replace`` tells whether they can be
    removed with it. ``replaces`` tells that there is a document of that name.
    """

    file: str
    token: str
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: int = 0
    missing: tuple[str, ...] = ()
    may_replace: bool = False
    title: str = ""
    passages: int = 0
    replaces: bool = False
    terms: int = 0


async def preview(session: AsyncSession, content: FileContent) -> Preview:
    """Compare what was read of a file with the roadmap. Raises BadFile where it could not be taken."""
    token = await change_token(session)
    if content.document is not None:
        document = content.document
        known = {source.name for source in await sources(session)}
        return Preview(
            content.name,
            token,
            title=document.title,
            passages=len(document.passages),
            replaces=document.name in known,
        )
    if content.terms:
        return Preview(content.name, token, terms=len(content.terms))
    stored = {row.key: row for row in await milestones(session)}
    found = compare(stored, [content])
    may_replace = bool(found.missing)
    try:
        compare(stored, [content], replace=True)
    except BadFile:
        may_replace = False
    return Preview(
        content.name,
        token,
        added=tuple(row.id for row in found.added),
        changed=tuple(row.id for row in found.changed),
        unchanged=found.unchanged,
        missing=found.missing,
        may_replace=may_replace,
    )
