"""Sign in: who it is, at which server; by password, or with Google in the system browser."""

from celliq_desktop.domain.accounts import Account
from celliq_desktop.domain.ports import Browser, BrowserSignIn, CancelToken, CellIqApi
from celliq_desktop.domain.problems import NeedsYou, NotOffered
from celliq_desktop.domain.text import N_

ROLES = ("dealer", "owner")


def sign_in(api: CellIqApi, api_url: str, email: str, password: str) -> Account:
    """The account behind e-mail and password. NeedsYou for empty or wrong ones."""
    address = email.strip()
    if "@" not in address or not password:
        raise NeedsYou(
            "incomplete", N_("E-mail and password are both needed."), next_step=N_("Fill in both, then sign in.")
        )
    return Account(api_url=api_url, user=api.sign_in(address, password))


def sign_in_with_google(
    api: CellIqApi, api_url: str, way: BrowserSignIn, browser: Browser, *, role: str, cancel: CancelToken
) -> Account:
    """The account somebody picks at Google; whoever is new is registered with ``role`` (dealer or owner).

    NotOffered ``google_not_offered`` before a browser opens, when the server has no way back for programs;
    problems of ``ports.WaitingSignIn``.
    """
    if role not in ROLES:
        raise NeedsYou(
            "usage",
            N_("There is no role “{role}”.").format(role=role),
            next_step=N_("Choose {list}.").format(list=" or ".join(ROLES)),
        )
    if not api.offers_browser_sign_in():
        raise _not_offered()
    with way.listening(role) as waiting:
        browser.open(waiting.start_url)
        grant = waiting.grant(cancel)
    try:
        user = api.sign_in_with_grant(grant)
    except NotOffered as error:
        raise _not_offered() from error
    return Account(api_url=api_url, user=user)


def _not_offered() -> NotOffered:
    return NotOffered(
        "google_not_offered",
        N_("This server does not let programs sign in with Google."),
        safe=N_("Nothing was changed."),
        next_step=N_("Sign in with e-mail and password."),
    )
