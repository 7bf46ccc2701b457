"""Search: finds among many short texts those that a question is about, by its words and by its meaning."""
