"""The Web API: one module per family of methods, each method declared with its arguments and scopes."""
