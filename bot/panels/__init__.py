"""Panels, entities, seats, deadlines, and who may do what."""
