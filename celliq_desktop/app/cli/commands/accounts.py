"""``login``, ``logout``, ``whoami``."""

import getpass
import sys
from typing import Annotated

import typer

from celliq_desktop.app.cli.answers import Answer
from celliq_desktop.app.cli.surroundings import open_wiring
from celliq_desktop.app.wiring import Wiring
from celliq_desktop.domain.accounts import Account
from celliq_desktop.domain.problems import NeedsYou, Problem
from celliq_desktop.jobs.cancel import CancelFlag


def login(
    context: typer.Context,
    email: Annotated[str, typer.Option(help="E-mail of the account.")] = "",
    google: Annotated[bool, typer.Option("--google", help="Sign in with Google in the browser instead.")] = False,
    role: Annotated[str, typer.Option(help="What somebody new at Google becomes: dealer or owner.")] = "dealer",
    password_stdin: Annotated[bool, typer.Option("--password-stdin", help="Read the password from stdin.")] = False,
) -> Answer:
    """Sign in; the refresh token is kept in the key store or the passphrase vault."""
    if google:
        return _with_google(context, role)
    if not email:
        raise NeedsYou("usage", "Whose account?", next_step="Use --email, or --google.")
    if password_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    elif sys.stdin.isatty():
        password = getpass.getpass("Password: ")
    else:
        raise NeedsYou("usage", "There is no terminal to ask for the password.", next_step="Use --password-stdin.")
    if not password:
        raise NeedsYou("no_password", "No password was given.", next_step="Give it on stdin with --password-stdin.")
    with open_wiring(context.obj, unlocked=True) as wiring:
        return _answer(wiring.sign_in(email, password))


def _with_google(context: typer.Context, role: str) -> Answer:
    with open_wiring(context.obj, unlocked=True) as wiring:
        print("Your browser opens; sign in there.", file=sys.stderr)
        return _answer(wiring.sign_in_with_google(role, CancelFlag()))


def whoami(context: typer.Context) -> Answer:
    """Who is signed in on this profile, without asking the server."""
    with open_wiring(context.obj) as wiring:
        return _answer(wiring.who.signed_in())


def logout(context: typer.Context) -> Answer:
    """Forget the account's tokens; what waits to be sent is kept."""
    with open_wiring(context.obj) as wiring:
        waiting = _waiting(wiring)
        account = wiring.sign_out()
    words = [f"{account.user.email} is signed out."]
    if waiting:
        changes = "1 change was" if waiting == 1 else f"{waiting} changes were"
        words.append(f"{changes} not sent yet; they are kept, and sent when this account signs in again.")
    document = {"signed_out": True, "user": {"email": account.user.email}, "waiting": waiting}
    return Answer(document, "\n".join(words))


def _answer(account: Account) -> Answer:
    user = account.user
    document = {
        "user": {"id": user.id, "email": user.email, "role": user.role, "dealer_id": user.dealer_id},
        "api_url": account.api_url,
        "expires_at": account.access_expires_at,
    }
    return Answer(document, f"{user.email} ({user.role}) at {account.api_url}")


def _waiting(wiring: Wiring) -> int:
    """How many changes wait to be sent; 0 also when the mirror does not open."""
    from celliq_desktop.usecases.send_outbox import operations

    try:
        return sum(one.state.active for one in operations(wiring.desk()))
    except Problem:
        return 0
