"""Questions that were asked, what the secretariat answered, what the askers thought of it; and sentence vectors."""

import datetime as dt

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.base import Base
from storage.models.people import Person


class AskedQuestion(Base):
    """One question with the bot's answer: a turn of a thread, and what ``/roadmap questions`` lists.

    ``thread_ts`` is the message that the thread hangs on (Slack's ``ts``); questions of one direct message that stand
    in no thread have none. ``ts`` is the message of the question itself, ``answer_ts`` that of the bot's answer: a
    thread may hang on either. ``private`` marks what only the asker saw answered: a command or a direct message.
    ``nearest`` holds what the bot had found nearest where it abstained, a line each. ``sent_at`` is when the question
    was sent on to the secretariat, ``notices`` the messages there that show it, each as ``channel:ts``.
    """

    __tablename__ = "question"
    __table_args__ = (
        Index("ix_question_turns", "workspace_id", "channel_id", "thread_ts", "id"),
        Index("ix_question_unanswered", "workspace_id", "abstained", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspace.id", ondelete="CASCADE"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    channel_id: Mapped[str | None] = mapped_column(String(32))
    thread_ts: Mapped[str | None] = mapped_column(String(32))
    text: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(Text)
    citations: Mapped[list[str]] = mapped_column(default=list)
    language: Mapped[str] = mapped_column(String(8))
    abstained: Mapped[bool]
    at: Mapped[dt.datetime] = mapped_column(index=True)
    sent_at: Mapped[dt.datetime | None]
    private: Mapped[bool] = mapped_column(default=False)
    ts: Mapped[str | None] = mapped_column(String(32))
    answer_ts: Mapped[str | None] = mapped_column(String(32))
    nearest: Mapped[list[str]] = mapped_column(default=list)
    notices: Mapped[list[str]] = mapped_column(default=list)
    person: Mapped[Person | None] = relationship(lazy="raise")


class SecretariatAnswer(Base):
    """What an officer answered to a question.

    Published, it serves whoever asks the like, with the officer's name and the date, until ``review_on``.
    """

    __tablename__ = "secretariat_answer"

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    #: The question in the words in which it is published; the asker's own, unless the officer put it better.
    asked: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[dt.datetime]
    published_at: Mapped[dt.datetime | None]
    review_on: Mapped[dt.date | None]
    withdrawn_at: Mapped[dt.datetime | None]
    question: Mapped[AskedQuestion] = relationship(lazy="raise")
    person: Mapped[Person | None] = relationship(lazy="raise")


class Feedback(Base):
    """Whether an answer helped the one who reads it, and why not."""

    __tablename__ = "feedback"

    question_id: Mapped[int] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    helpful: Mapped[bool]
    why: Mapped[str | None] = mapped_column(Text)
    at: Mapped[dt.datetime]


class StoredVector(Base):
    """The sentence vector of one text, by the text's digest: a text that did not change is never embedded again.

    ``data`` holds float16 numbers, little endian. ``digest`` covers the name of the model too.
    """

    __tablename__ = "vector"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)
