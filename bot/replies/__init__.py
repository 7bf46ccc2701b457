"""What people write to the bot in plain words, and what is done about it."""
