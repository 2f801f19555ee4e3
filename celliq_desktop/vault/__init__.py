"""Secrets: the operating system's key store, or a passphrase vault; never plaintext, never without asking."""
