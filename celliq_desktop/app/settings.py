"""Preferences and the account that is signed in: one small JSON file, written atomically, without secrets."""

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from celliq_desktop.domain.accounts import Account, User
from celliq_desktop.domain.ids import DealerId, UserId
from celliq_desktop.domain.ports import FileWriter


@dataclass(frozen=True, slots=True)
class Settings:
    """What is remembered between runs. ``theme`` is ``system``, ``light`` or ``dark``; ``account`` None when signed
    out."""

    account: Account | None = None
    theme: str = "system"
    language: str = "en"


class SettingsFile:
    """Reads and writes ``path``; an unreadable file is treated as absent, because nothing in it is precious."""

    def __init__(self, path: Path, files: FileWriter) -> None:
        self._path = path
        self._files = files

    def load(self) -> Settings:
        """The stored settings, or the defaults."""
        try:
            stored = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return Settings()
        if not isinstance(stored, dict):
            return Settings()
        defaults = Settings()
        return Settings(
            account=_account(stored.get("account")),
            theme=str(stored.get("theme", defaults.theme)),
            language=str(stored.get("language", defaults.language)),
        )

    def save(self, settings: Settings) -> None:
        """Write atomically; BadSurroundings when the disk says no."""
        stored: dict[str, Any] = {"theme": settings.theme, "language": settings.language, "account": None}
        if settings.account is not None:
            stored["account"] = {"api_url": settings.account.api_url, "user": asdict(settings.account.user)}
        self._files.write(self._path, json.dumps(stored, indent=1).encode())

    def remember(self, account: Account | None) -> None:
        """Change the signed-in account only."""
        self.save(replace(self.load(), account=account))


def _account(stored: object) -> Account | None:
    if not isinstance(stored, dict):
        return None
    user = stored.get("user")
    if not isinstance(user, dict) or not {"id", "email", "role"} <= user.keys() or "api_url" not in stored:
        return None
    dealer = user.get("dealer_id")
    name = user.get("name")
    return Account(
        api_url=str(stored["api_url"]),
        user=User(
            id=UserId(str(user["id"])),
            email=str(user["email"]),
            role=str(user["role"]),
            dealer_id=None if dealer is None else DealerId(str(dealer)),
            name=None if name is None else str(name),
        ),
    )
