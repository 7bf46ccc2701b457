"""Pure builders of what Slack shows: values in, messages and views out."""
