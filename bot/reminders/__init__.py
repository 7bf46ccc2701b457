"""Reminders: which should exist (pure), the outbox that sends each once, and the clock tick that wakes it."""
