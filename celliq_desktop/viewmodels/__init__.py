"""Domain records to what a screen shows; immutable states, no Qt."""
