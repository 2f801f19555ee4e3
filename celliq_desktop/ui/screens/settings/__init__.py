"""The settings screen: panels, each with its own view-model."""
