"""The link and the QR code a buyer gets: built from the token and our own verify host, never from a server's string."""

from dataclasses import dataclass

from celliq_desktop.domain.reports import Report
from celliq_desktop.domain.urls import verify_url
from celliq_desktop.reports import qr
from celliq_desktop.usecases.desk import Desk


@dataclass(frozen=True, slots=True)
class VerifyLink:
    """``modules`` is the QR matrix, True = dark, without the quiet zone."""

    url: str
    modules: tuple[tuple[bool, ...], ...]


def verify_link(desk: Desk, report: Report) -> VerifyLink:
    """The verify link of ``report``; Refused when its token is not one a link can be made of."""
    url = verify_url(desk.verify_base_url, report.token)
    return VerifyLink(url, qr.modules(url))
