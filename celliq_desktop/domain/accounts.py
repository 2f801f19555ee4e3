"""Who is signed in, and where."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from celliq_desktop.domain.ids import DealerId, UserId


@dataclass(frozen=True, slots=True)
class User:
    """The person signed in (celliq.yaml ``User``). A server may name no dealer; then ``dealer_id`` is None."""

    id: UserId
    email: str
    role: str
    dealer_id: DealerId | None = None
    name: str | None = None

    @property
    def is_owner(self) -> bool:
        """Somebody with cars of their own, who has no use of what is for dealers (seed: "role intent")."""
        return self.role == "owner"


@dataclass(frozen=True, slots=True)
class Account:
    """One user at one server: the key of a mirror file and of its secrets. ``api_url`` has no trailing slash."""

    api_url: str
    user: User
    access_expires_at: datetime | None = None

    @property
    def key(self) -> str:
        """Stable text of the identity; hashed for file names, never shown."""
        return f"{self.api_url}|{self.user.dealer_id or ''}|{self.user.id}"


class Keep(Enum):
    """Where the secrets of a run are kept; NOTHING forgets them, and the mirror, with the end of the run."""

    KEY_STORE = "key_store"
    VAULT = "vault"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, repr=False)
class Tokens:
    """Access and refresh token; ``repr`` shows neither."""

    access: str
    refresh: str
    expires_at: datetime | None = None

    def __repr__(self) -> str:
        return "Tokens(...)"


@dataclass(frozen=True, slots=True, repr=False)
class Grant:
    """What the browser brought back from a sign-in, good for one exchange; ``repr`` shows nothing of it."""

    code: str
    verifier: str
    redirect_uri: str

    def __repr__(self) -> str:
        return "Grant(...)"
