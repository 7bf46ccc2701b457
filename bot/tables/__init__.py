"""Tables in files that people send: read, and what can be wrong with them."""
