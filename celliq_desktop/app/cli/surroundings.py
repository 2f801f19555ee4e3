"""Opens what a command needs, and closes it again whatever happens."""

import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from celliq_desktop.app.cli.options import DEFAULT_API_URL, Everywhere, passphrase_from_environment
from celliq_desktop.app.options import Options
from celliq_desktop.app.wiring import Wiring

if TYPE_CHECKING:  # the desk brings the database along
    from celliq_desktop.usecases.desk import Desk


@contextmanager
def open_wiring(everywhere: Everywhere, *, needs_profile: bool = True, unlocked: bool = False) -> Iterator[Wiring]:
    """The program's objects on the chosen profile, which is locked meanwhile unless ``needs_profile`` is False.
    ``unlocked``: the secret store must open first, so that without one nothing is written."""
    wiring = Wiring(options_of(everywhere))
    try:
        if unlocked:
            wiring.unlock()
        if needs_profile:
            wiring.take_profile()
        yield wiring
    finally:
        wiring.close()


@contextmanager
def open_desk(everywhere: Everywhere) -> Iterator["Desk"]:
    """The desk of the account that is signed in; NeedsYou ``signed_out`` when nobody is."""
    with open_wiring(everywhere) as wiring:
        yield wiring.desk()


def options_of(everywhere: Everywhere) -> Options:
    """The wiring's options from the command line's, with what an administrator has fixed. BadSurroundings
    ``bad_policy``, NeedsYou ``set_by_policy``, ``bad_mirror``."""
    from celliq_desktop.app.paths import default_profile
    from celliq_desktop.app.policy import managed, read_policy
    from celliq_desktop.domain.group_addresses import group_address

    services = (
        ("ev_energy", everywhere.ev_energy_url),
        ("cariqa", everywhere.cariqa_url),
        ("stripe", everywhere.stripe_url),
    )
    options = Options(
        profile=everywhere.profile or default_profile(),
        api_url=everywhere.api_url,
        default_api_url=DEFAULT_API_URL,
        verify_url=everywhere.verify_url,
        mirror=group_address(everywhere.mirror) if everywhere.mirror else None,
        service_urls={name: url for name, url in services if url},
        passphrase=_passphrase,
        passphrase_given=passphrase_from_environment() is not None,
        verbose=everywhere.verbose,
    )
    return managed(options, read_policy())


def _passphrase() -> str | None:
    from_environment = passphrase_from_environment()
    if from_environment or not sys.stdin.isatty():
        return from_environment
    return getpass.getpass("Vault passphrase: ") or None
