"""Every message about drafts and replies, with a hostile text in every place."""

import datetime as dt
from collections.abc import Callable

from bot.answers.values import Answer, Citation
from bot.contributions.drafting import typed_from_draft
from bot.contributions.reading import Draft
from bot.replies.keeping import typed_from_text
from bot.text.languages import Language
from bot.text.periods import Period
from handlers.views import replies
from handlers.views import reply_drafts as drafts
from handlers.views.message import Message
from storage.models import Contribution, Entity, StoredDraft
from storage.words import ContributionKind, ContributionState, ContributionStatus, DraftOrigin, DraftState, Precision

NOW = dt.datetime(2017, 1, 30, 14, tzinfo=dt.UTC)
PERIOD = Period(dt.date(2017, 9, 26), dt.date(2017, 9, 27), Precision.DAY)
Builder = Callable[[str, Language], list[Message]]


def read_from(text: str) -> Draft:
    return Draft(
        kind=ContributionKind.EVENT,
        title=text[:300],
        words=text[:2000],
        period=PERIOD,
        venue=text[:120],
        city=text[:100],
        country=text[:100],
        online=True,
        link="https://example.org/" + "a" * 1500,
        status=ContributionStatus.CONFIRMED,
        partners=(text[:100],) * 5,
    )


def draft_of(text: str, state: DraftState = DraftState.OPEN, *, number: int = 0, **more: object) -> StoredDraft:
    row = StoredDraft(
        id=number + 1,
        panel_id=1,
        entity_id=1,
        person_id=1,
        kind=ContributionKind.EVENT,
        typed=typed_from_draft(read_from(text)),
        words=text[:2000],
        origin=DraftOrigin.REPLY,
        state=state,
        key=f"message:D0000000000:1485784800.000100:{number}",
        created_at=NOW,
        updated_at=NOW,
    )
    for name, value in more.items():
        setattr(row, name, value)
    row.entity = Entity(id=1, acronym=text[:60], name=text[:300], zone="UTC")
    return row


def made_of(text: str, state: ContributionState = ContributionState.SUBMITTED) -> Contribution:
    row = Contribution(id=10**9, panel_id=1, entity_id=1, kind=ContributionKind.EVENT, title=text[:300], state=state)
    row.entity = Entity(id=1, acronym=text[:60], name=text[:300], zone="UTC")
    return row


def seat_of(text: str, number: int = 1) -> drafts.Seat:
    return drafts.Seat(number, number, text[:60], text[:300])


def head_of(text: str, total: int, still: int) -> drafts.Head:
    others = tuple(seat_of(text, number) for number in range(2, 14))
    return drafts.Head("message:D0000000000:1485784800.000100", total, still, seat_of(text), others)


def build_drafts(text: str, language: Language) -> list[Message]:
    wrong = draft_of(text, typed=typed_from_draft(read_from(text)) | {"end_date": "0217-01-01", "link": text})
    bare = draft_of(text, typed=typed_from_text(text), kind=None)
    saved = draft_of(text, DraftState.SAVED)
    one_each = [
        drafts.Shown(wrong),
        drafts.Shown(bare),
        drafts.Shown(draft_of(text, DraftState.DISCARDED)),
        drafts.Shown(saved),
        drafts.Shown(saved, made_of(text), ("venue", "city")),
        drafts.Shown(saved, made_of(text, ContributionState.WITHDRAWN)),
    ]
    many = [drafts.Shown(draft_of(text, number=number)) for number in range(drafts.SHOWN)]
    return [
        *(drafts.drafts_message([shown], head_of(text, 1, n), language) for n, shown in enumerate(one_each)),
        drafts.drafts_message(many, head_of(text, 25, 25), language),
    ]


def build_more(text: str, language: Language) -> list[Message]:
    return [drafts.more_message([text[:300]] * count, 25, language) for count in (1, 300)]


def build_offer(text: str, language: Language) -> list[Message]:
    return [drafts.offer_message(draft_of(text), seat_of(text), language)]


def build_nothing(text: str, language: Language) -> list[Message]:
    several = [seat_of(text, number) for number in range(1, 30)]
    return [replies.nothing_message(seats, count, language) for seats in (several, several[:1]) for count in (0, 1, 7)]


def build_decline(text: str, language: Language) -> list[Message]:
    return [replies.decline_message(seat_of(text), named, language) for named in (None, ("U1", text[:200]))]


def build_help(text: str, language: Language) -> list[Message]:
    answer = Answer(text, (), True, language, (Citation(text[:200], text, text),))
    seat = seat_of(text)
    return [
        replies.help_message(seat, answer, language),
        replies.help_message(seat, answer, language, question=7, draft_id=8),
    ]


BUILDERS: dict[str, Builder] = {
    "reply_drafts.drafts_message": build_drafts,
    "reply_drafts.more_message": build_more,
    "reply_drafts.offer_message": build_offer,
    "replies.nothing_message": build_nothing,
    "replies.kept_silent_message": lambda text, language: [replies.kept_silent_message(seat_of(text), language)],
    "replies.snooze_message": lambda text, language: [replies.snooze_message(seat_of(text), language)],
    "replies.decline_message": build_decline,
    "replies.thanks_message": lambda _, language: [replies.thanks_message(language)],
    "replies.help_message": build_help,
    "replies.asked_message": lambda text, language: [replies.asked_message(seat_of(text), text, language)],
    "replies.next_message_text": lambda text, language: [
        replies.next_message_text(text[:60], language),
        replies.next_message_text(None, language),
    ],
}
