"""Charging: sessions at public points, what charges now, receipts."""
