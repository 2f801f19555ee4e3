"""Alembic's scripts; run by ``mirror.upgrade``."""
