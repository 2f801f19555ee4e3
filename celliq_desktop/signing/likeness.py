"""What an honest desk's seal looks like: the same paper sealed in the same name at the same moment, with a key that
nobody keeps. Everything that a reader shows of a seal can be compared with it; only the signature itself differs."""

from datetime import datetime

from celliq_desktop.signing.identity import create_identity
from celliq_desktop.signing.seal import PadesSealer


def load() -> None:
    """Import now what a seal imports late, for whoever makes many of them."""
    from importlib import import_module

    for name in ("incremental_writer", "embed", "content", "layout"):
        import_module(f"pyhanko.pdf_utils.{name}")
    for name in ("pyhanko.sign.signers", "pyhanko.stamp", "pyhanko_certvalidator.registry"):
        import_module(name)


def sealed_alike(pdf: bytes, *, twin: str, issuer: str, moment: datetime, reason: str) -> bytes:
    """``pdf`` as ``PadesSealer`` seals it for ``issuer`` at ``moment``. Problems as there."""
    return _InTheNameOf(issuer, moment).seal(pdf, twin=twin, reason=reason)


class _Stopped:
    """A clock that shows one moment."""

    def __init__(self, moment: datetime) -> None:
        self._moment = moment

    def now(self) -> datetime:
        return self._moment

    def monotonic(self) -> float:
        return 0.0


class _InTheNameOf(PadesSealer):
    def __init__(self, issuer: str, moment: datetime) -> None:
        super().__init__(create_identity("Likeness", moment), _Stopped(moment))
        self._issuer = issuer

    @property
    def issuer(self) -> str:
        """Any name, also one that is too long for a certificate of ours."""
        return self._issuer
