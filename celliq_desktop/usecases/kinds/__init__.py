"""Kinds of changes: one module a kind, listed in ``registry.KINDS``."""
