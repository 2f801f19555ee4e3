"""Secrets for this run only: the sample dealership, and people who want nothing kept."""


class MemoryStore:
    """Implements ``ports.SecretStore`` without writing anything anywhere."""

    name = "memory"

    def __init__(self) -> None:
        self._values: dict[str, str] = {}

    def get(self, key: str) -> str | None:
        """The value, or None."""
        return self._values.get(key)

    def put(self, key: str, value: str) -> None:
        """Keep ``value`` until the program ends."""
        self._values[key] = value

    def delete(self, key: str) -> None:
        """Forget; harmless when there is nothing."""
        self._values.pop(key, None)
