"""Tokens, and everything generated from them: palette, style sheet, fonts, icons."""
