"""Sign in: who it is, at which server."""

from celliq_desktop.domain.accounts import Account
from celliq_desktop.domain.ports import CellIqApi
from celliq_desktop.domain.problems import NeedsYou, Refused


def sign_in(api: CellIqApi, api_url: str, email: str, password: str) -> Account:
    """The account behind e-mail and password. NeedsYou for empty or wrong ones; Refused ``not_a_dealer`` for an
    owner's account."""
    address = email.strip()
    if "@" not in address or not password:
        raise NeedsYou("incomplete", "E-mail and password are both needed.", next_step="Fill in both, then sign in.")
    user = api.sign_in(address, password)
    if user.role == "owner":
        raise Refused(
            "not_a_dealer",
            "This is an owner's account; CellIQ Desktop is for dealers.",
            next_step="Sign in with a dealer's account.",
        )
    return Account(api_url=api_url, user=user)
