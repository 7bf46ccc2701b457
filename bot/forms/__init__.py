"""Forms as declarations: a pydantic model whose fields say how they are asked for, cleaned and checked.

Nothing here knows Slack. ``handlers.forms`` draws a declaration as a modal; an import reads its rows by the same one.
"""
