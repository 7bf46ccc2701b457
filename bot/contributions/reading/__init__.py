"""Reading a plain reply: what it wants, and the contributions that stand in it.

Nothing is invented: a field that the text does not give stays empty, and a piece of text becomes a draft only where it
names a thing together with a date, a place or a link. Nothing is saved here either; a draft is shown with the words it
came from, and a person decides.
"""

from bot.contributions.reading.items import ITEM
from bot.contributions.reading.reader import MOST_DRAFTS, READ, read_reply
from bot.contributions.reading.values import Draft, Intent, Reading

__all__ = ["ITEM", "MOST_DRAFTS", "READ", "Draft", "Intent", "Reading", "read_reply"]
