"""Seals PDF bytes and judges seals."""
