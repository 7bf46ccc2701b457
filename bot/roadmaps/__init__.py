"""Roadmap material: the roadmaps that ship with the bot, reading files, and taking them into the database."""
