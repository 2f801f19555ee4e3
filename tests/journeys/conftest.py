"""A sandbox and a command line for whole stories."""

from tests.cli.conftest import cli, start

__all__ = ["cli", "start"]
