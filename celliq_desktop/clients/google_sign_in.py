"""Signing in with Google in the system browser: PKCE (RFC 7636), a state of our own, and a loopback address to come
back to (research/apis.md 6). Implements ``ports.BrowserSignIn``; the exchange of the code is ``CellIqClient``'s."""

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

from celliq_desktop.clients.loopback import LoopbackListener
from celliq_desktop.domain.accounts import Grant
from celliq_desktop.domain.ports import CancelToken, Clock, WaitingSignIn
from celliq_desktop.domain.problems import NeedsYou, Refused
from celliq_desktop.domain.text import N_

PATIENCE_S = 300.0
"""How long a person may take at Google."""
_CODE = re.compile(r"[A-Za-z0-9._~/+=-]{1,512}")


class GoogleSignIn:
    """The way through the browser for the API at ``api_url``."""

    def __init__(self, api_url: str, clock: Clock) -> None:
        self._api_url = api_url
        self._clock = clock

    @contextmanager
    def listening(self, role: str) -> Iterator[WaitingSignIn]:
        """Listen for the browser's return; ``role`` (dealer or owner) is what somebody new is registered as."""
        with LoopbackListener(self._clock) as listener:
            yield _Waiting(self._api_url, role, listener)


class _Waiting:
    """One attempt, with secrets of its own."""

    def __init__(self, api_url: str, role: str, listener: LoopbackListener) -> None:
        self._listener = listener
        self._verifier = secrets.token_urlsafe(48)
        self._state = secrets.token_urlsafe(32)
        query = {
            "role": role,
            "redirect_uri": listener.redirect_uri,
            "code_challenge": challenge_of(self._verifier),
            "code_challenge_method": "S256",
            "state": self._state,
        }
        self.start_url = f"{api_url}/auth/google?{urlencode(query)}"

    def grant(self, cancel: CancelToken) -> Grant:
        """The code the browser brings back. NeedsYou ``google_no_answer`` / ``google_denied``, Refused
        ``google_wrong_state`` when it belongs to another attempt."""
        callback = self._listener.wait(PATIENCE_S, cancel)
        if callback is None:
            raise NeedsYou(
                "google_no_answer",
                N_("The browser did not come back within five minutes."),
                safe=N_("Nothing was changed."),
                next_step=N_(
                    "Try again, or sign in with e-mail and password: this server may not let programs use Google."
                ),
            )
        fields = callback.fields
        if not hmac.compare_digest(fields.get("state", "").encode(), self._state.encode()):
            raise Refused(
                "google_wrong_state",
                N_("The browser came back with an answer to another sign-in; it was not used."),
                safe=N_("Nothing was changed."),
                next_step=N_("Close the old page and sign in again."),
            )
        if "error" in fields:
            raise _denied(fields["error"])
        code = fields.get("code", "")
        if _CODE.fullmatch(code) is None:
            raise Refused(
                "google_no_code",
                N_("The browser came back without a code."),
                next_step=N_("Sign in again, or use a password."),
            )
        return Grant(code=code, verifier=self._verifier, redirect_uri=self._listener.redirect_uri)


def challenge_of(verifier: str) -> str:
    """S256 of RFC 7636, 4.2."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode("ascii")).digest()).rstrip(b"=").decode("ascii")


def _denied(error: str) -> NeedsYou:
    if error == "access_denied":
        words = N_("Google was not allowed to tell CellIQ who you are.")
    else:
        words = N_("Google could not sign you in.")
    return NeedsYou(
        "google_denied", words, safe=N_("Nothing was changed."), next_step=N_("Try again, or use e-mail and password.")
    )
