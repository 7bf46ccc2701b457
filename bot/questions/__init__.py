"""Questions as things that are remembered: turns, sending on, the secretariat's answers, votes, groups."""
