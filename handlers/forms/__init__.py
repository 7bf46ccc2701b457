"""Declarations of forms (``bot.forms``) as Slack modals: drawing them, reading them back, errors beside the fields."""
