"""How the playground reaches the app: over Socket Mode or by signed HTTP requests."""
