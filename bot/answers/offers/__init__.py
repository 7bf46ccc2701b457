"""Answers from what the entities contribute, to those who may see it."""
