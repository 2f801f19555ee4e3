"""The invites screen: drop a list, look at every row, send, and see who answered."""
