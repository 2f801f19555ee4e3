"""The verify screen: drop a PDF, read a verdict."""
