"""How the bot talks with Slack: receive, translate, call one function of ``bot``, render what comes back."""
