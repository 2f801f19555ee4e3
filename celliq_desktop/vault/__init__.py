"""Secrets in the operating system's key store, or behind a passphrase."""
