"""Who may do something with a question that somebody asked. Pure; checked at each press: buttons are not trusted."""

from bot.questions.turns import Place
from storage.models import AskedQuestion


def may_touch(question: AskedQuestion, place: Place) -> bool:
    """Whether somebody in a place may vote on an answer or send its question on.

    A private question is its asker's alone. An open one is for everybody in its channel; a place without a channel (a
    button in a form) is one that was opened from there.
    """
    if question.workspace_id != place.workspace_id:
        return False
    if question.private:
        return question.person_id == place.person_id
    return place.channel_id is None or question.channel_id == place.channel_id
