"""What is remembered: typed models, queries by noun, the unit of work and the migrations.

The lowest floor of the house: it imports nothing of ``bot`` or ``handlers`` and knows nothing of Slack
beyond the ids that it stores.
"""
