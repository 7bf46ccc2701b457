"""Questions are not kept for ever."""

import datetime as dt
import uuid

from storage.queries.leases import acquire_lease, release_lease
from storage.queries.questions import forget_questions
from storage.store import Store

FORGETTING = "forgetting questions"
#: One replica does it, once in so many seconds; it goes on sooner where more is left than one step takes.
EVERY_SECONDS = 3600.0
AT_ONCE = 500


async def forget_old_questions(store: Store, now: dt.datetime, kept_days: int) -> int:
    """Delete questions that are older than they may be; at most 500 in one step. Returns how many went."""
    # A name of its own for each step: the holder of a lease may renew it, and this one is not to be renewed.
    holder = uuid.uuid4().hex
    async with store.unit() as session:
        if not await acquire_lease(session, FORGETTING, holder, EVERY_SECONDS):
            return 0
        gone = await forget_questions(session, now - dt.timedelta(days=kept_days), AT_ONCE)
        if gone == AT_ONCE:
            await release_lease(session, FORGETTING, holder)
    return gone
