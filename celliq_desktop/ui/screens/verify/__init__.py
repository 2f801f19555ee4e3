"""The verify screen: drop a PDF, read its verdict in a buyer's words."""
