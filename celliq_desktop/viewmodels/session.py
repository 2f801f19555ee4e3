"""Signing in and out as the window needs it: a port the composition root implements, and the flow around it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from celliq_desktop.domain.accounts import Keep
    from celliq_desktop.domain.ports import CancelToken
    from celliq_desktop.viewmodels.workbench import Workbench


class Sessions(Protocol):
    """Implemented by ``app/wiring.py``. The verbs run as jobs off the window's thread and raise ``Problem`` kinds
    only; the properties are read on the window's thread, before the first paint, and must not touch disk or network."""

    @property
    def server(self) -> str:
        """The server in words, e.g. ``celliq.eu``: shown on the sign-in screen."""
        ...

    @property
    def last_email(self) -> str:
        """The e-mail that signed in last on this profile; empty when none did."""
        ...

    @property
    def remembered(self) -> bool:
        """True when ``restore`` is worth calling: somebody did not sign out (or the demo signs in by itself)."""
        ...

    def restore(self) -> Workbench | None:
        """Open the desk of the account that is still signed in; works offline. None when there is none."""
        ...

    def sign_in(self, email: str, password: str) -> Workbench:
        """Sign in at ``server`` and open the desk."""
        ...

    def sign_in_with_google(self, role: str, cancel: CancelToken) -> Workbench:
        """Sign in at ``server`` in the system browser; ``role`` (dealer or owner) is what somebody new becomes."""
        ...

    def explore_sample(self) -> Workbench:
        """Start the sample dealership and open its desk."""
        ...

    def keep_secrets(self, keep: Keep, passphrase: str) -> None:
        """Choose where the sign-in is kept for the rest of this run; ``passphrase`` is for a vault. BadSurroundings
        ``wrong_passphrase``."""
        ...

    def repair(self) -> str:
        """Set a mirror that does not open aside and begin a new one; what was saved, in a sentence."""
        ...

    def sign_out(self) -> None:
        """Forget the tokens and close the desk; the mirror stays. The window has let go of the workbench before."""
        ...
