"""Contributions: their form, keeping them, who may see them, what they lack, and reading them in plain replies."""
