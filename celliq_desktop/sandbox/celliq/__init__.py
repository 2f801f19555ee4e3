"""The CellIQ API of specs/celliq.yaml, written from the contract."""
