"""Further services and a browser, hand-written: they remember, and refuse on demand."""

from collections.abc import Callable

from celliq_desktop.domain.problems import NeedsYou, Problem


class FakeBrowser:
    """Implements ``ports.Browser``: keeps what it was asked to open. ``meanwhile`` is what a person does there."""

    def __init__(self) -> None:
        self.opened: list[str] = []
        self.problem: Problem | None = None
        self.meanwhile: Callable[[], object] = lambda: None

    def open(self, url: str) -> None:
        """Raises ``problem``."""
        if self.problem is not None:
            raise self.problem
        self.opened.append(url)
        self.meanwhile()


class FakeProviders:
    """Implements ``ports.Providers``: takes every token that begins with ``good``."""

    names: tuple[str, ...] = ("stripe",)

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}
        self.tried: list[tuple[str, str, str | None]] = []
        self.problem: Problem | None = None

    def title(self, name: str) -> str:
        """The name with a capital."""
        return name.capitalize()

    def url(self, name: str) -> str:
        """An address that is never asked."""
        return f"https://{name}.example"

    def try_token(self, name: str, token: str, user: str | None) -> None:
        """Raises ``problem``, or NeedsYou ``wrong_token``."""
        self.tried.append((name, token, user))
        if self.problem is not None:
            raise self.problem
        if not token.startswith("good"):
            raise NeedsYou("wrong_token", "The service does not accept this token.")

    def token(self, name: str) -> str | None:
        """What was kept."""
        return self.kept.get(name)

    def keep(self, name: str, token: str) -> None:
        """Keep it."""
        self.kept[name] = token

    def forget(self, name: str) -> None:
        """Drop it."""
        self.kept.pop(name, None)
