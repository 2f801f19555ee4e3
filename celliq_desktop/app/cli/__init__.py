"""The command line: the same use cases for scripts, nightly jobs and machines without a screen (cli.md)."""
