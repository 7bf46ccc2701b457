"""Slash commands for everybody."""

from handlers.answering import answer_question
from handlers.calls import Call
from handlers.views.panels import list_message
from storage.queries.roadmap import milestones, sources


async def ask(call: Call) -> None:
    """``/roadmap question``"""
    await answer_question(call, call.text)


async def list_sources(call: Call) -> None:
    """``/roadmap sources``"""
    async with call.services.store.reading() as session:
        count = len(await milestones(session))
        documents = await sources(session)
    lines = [call.phrase("handlers.sources_milestones", count=count)] if count else []
    lines += [
        call.phrase("handlers.sources_passages", name=source.name, title=source.title, count=len(source.passages))
        for source in documents
    ]
    if lines:
        await call.answer(list_message(call.phrase("handlers.sources_title"), lines, None))
    else:
        await call.answer_text("handlers.sources_none")
