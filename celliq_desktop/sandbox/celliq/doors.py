"""Who may come in, and what people on their way through a browser have been promised."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class SignInRequest:
    """Somebody on the way to Google. ``redirect_uri`` None: the website's own flow. ``user_id`` is known once they
    agreed."""

    role: str
    at: datetime
    redirect_uri: str | None = None
    challenge: str = ""
    state: str = ""
    user_id: str | None = None


@dataclass(slots=True)
class Doors:
    """``sign_ins`` by our own state, ``google_codes`` -> user, ``native_codes`` -> what a program may swap them for,
    ``consents`` of car owners (open, given, declined) and, by the same name, who ``asked`` for them; ``own_cars`` are
    the cars of private people, by user."""

    users: dict[str, dict[str, Any]]
    sign_ins: dict[str, SignInRequest] = field(default_factory=dict)
    google_codes: dict[str, str] = field(default_factory=dict)
    native_codes: dict[str, SignInRequest] = field(default_factory=dict)
    consents: dict[str, str] = field(default_factory=dict)
    asked: dict[str, dict[str, Any]] = field(default_factory=dict)
    own_cars: dict[str, set[str]] = field(default_factory=dict)

    def sees(self, user: dict[str, Any], vehicle_id: str) -> bool:
        """An owner sees their own cars, a dealership all others."""
        if user["role"] == "owner":
            return vehicle_id in self.own_cars.get(user["id"], ())
        return not any(vehicle_id in cars for cars in self.own_cars.values())
