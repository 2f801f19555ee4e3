"""The verbs: sign in, sync, generate, export, verify; wires only through ports."""
