"""Questions to the database, one module a noun. Each takes a session and belongs to the caller's unit of work."""
