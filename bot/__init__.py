"""What the bot knows and does. Imports no Slack library: it could answer in any other way."""
