"""The public keys whose manifests this build believes, as hexadecimal of 32 bytes.

They belong to the release engineers; ``packaging/release.py keygen`` makes a pair and prints the line to add. A build
without a key looks for no updates and says so. While a key is being replaced, the old and the new one stand here.
"""

TRUSTED: tuple[str, ...] = ()
