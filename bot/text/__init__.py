"""Words: catalogues in three languages, dates as the UN writes them, escaping of what people typed."""
