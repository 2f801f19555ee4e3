"""The invites screen: a list becomes invites, and what became of them."""
