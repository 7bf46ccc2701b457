"""Question in, answer with citations out; aloud about what is not known."""
