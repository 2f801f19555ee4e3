"""The program's own window on an empty profile, as a journey begins."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from celliq_desktop.app.options import Options
from celliq_desktop.app.window import OpenWindow, application
from celliq_desktop.app.wiring import Wiring
from celliq_desktop.sandbox.server import RunningSandbox


@contextmanager
def program(server: RunningSandbox, profile: Path, *, verbose: bool = False) -> Iterator[Wiring]:
    """The program without its window, at this server; secrets in the vault file."""
    wiring = Wiring(
        Options(
            profile=profile,
            default_api_url=server.urls.api_url,
            passphrase=lambda: "a passphrase for tests",
            passphrase_given=True,
            verbose=verbose,
        )
    )
    wiring.take_profile()
    try:
        yield wiring
    finally:
        wiring.close()


@contextmanager
def shown(wiring: Wiring, qapp: object) -> Iterator[OpenWindow]:
    """Its window."""
    assert qapp is application()
    opened = OpenWindow(application(), wiring, demo=False)
    opened.window.show()
    try:
        yield opened
    finally:
        opened.close()
