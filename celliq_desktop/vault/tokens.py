"""The refresh token of one account in a secret store; access tokens are never kept."""

from celliq_desktop.domain.accounts import Tokens
from celliq_desktop.domain.ports import SecretStore


class StoredTokens:
    """Implements ``ports.TokenStore`` under ``key``."""

    def __init__(self, store: SecretStore, key: str) -> None:
        self._store = store
        self._key = key

    def load(self) -> Tokens | None:
        """The refresh token with no access token yet; None when nobody is signed in."""
        refresh = self._store.get(self._key)
        return Tokens(access="", refresh=refresh) if refresh else None

    def save(self, tokens: Tokens) -> None:
        """Keep the refresh token; on the disk when this returns."""
        if tokens.refresh:
            self._store.put(self._key, tokens.refresh)

    def forget(self) -> None:
        """Sign out for good."""
        self._store.delete(self._key)
