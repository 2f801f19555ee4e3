"""The seal: who seals, what is sealed, and what is accepted."""
