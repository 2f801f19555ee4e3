"""The update server: one small signed manifest a channel, and the packages it names. Nothing here is trusted: the
manifest is opened by ``signing``, a package is compared with what the manifest says of it."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import httpx

from celliq_desktop.clients import failures
from celliq_desktop.clients.body import NotWhole, unpacked
from celliq_desktop.clients.deadline import exchange_deadline
from celliq_desktop.clients.transport import network_client
from celliq_desktop.domain.ports import CancelToken, Progress
from celliq_desktop.domain.problems import Problem, Refused, TryAgain
from celliq_desktop.domain.text import N_
from celliq_desktop.domain.updates import LARGEST_MANIFEST, Package
from celliq_desktop.domain.urls import host_of

_MANIFEST_S = 15.0
_PACKAGE_S = 3_600.0
_CHUNK = 256 * 1024


class UpdateServer:
    """Implements ``ports.UpdateServer`` at ``base_url``, which has passed the URL policy."""

    def __init__(self, base_url: str, *, network: Callable[[], httpx.Client] = network_client) -> None:
        self._base_url = base_url
        self._network = network

    def manifest(self, channel: str) -> bytes:
        """GET the envelope; TryAgain when no answer comes, Refused ``no_updates`` when there is no such channel."""
        host = host_of(self._base_url)
        try:
            with (
                exchange_deadline(_MANIFEST_S),
                self._network() as client,
                client.stream("GET", f"{self._base_url}/{channel}.json") as response,
            ):
                encoding = response.headers.get("content-encoding", "")
                data = unpacked(response.iter_raw(), encoding, LARGEST_MANIFEST)
        except (NotWhole, httpx.HTTPError, httpx.StreamError) as error:
            raise _trouble(host, error) from error
        _accept(host, response.status_code)
        return data

    def fetch(self, package: Package, to: Path, *, progress: Progress, cancel: CancelToken) -> None:
        """GET a package into ``to``. Refused ``update_altered`` when it is not the one that was announced: then nothing
        stays on the disk."""
        part = to.with_name(f".{to.name}.celliq-part")
        try:
            if self._fetched(package, part, progress, cancel) != package.sha256:
                raise altered()
            part.replace(to)
        finally:
            part.unlink(missing_ok=True)

    def _fetched(self, package: Package, part: Path, progress: Progress, cancel: CancelToken) -> str:
        """Write the bytes and return their SHA-256; never more bytes than were announced."""
        host, digest, received = host_of(package.url), hashlib.sha256(), 0
        try:
            with (
                exchange_deadline(_PACKAGE_S),
                self._network() as client,
                client.stream("GET", package.url, headers={"Accept-Encoding": "identity"}) as response,
                part.open("wb") as file,
            ):
                _accept(host, response.status_code)
                for chunk in response.iter_raw(_CHUNK):
                    cancel.check()
                    received += len(chunk)
                    if received > package.size:
                        raise altered()
                    digest.update(chunk)
                    file.write(chunk)
                    progress(received, package.size, "Downloading the update")
        except (httpx.HTTPError, httpx.StreamError) as error:
            raise _trouble(host, error) from error
        return digest.hexdigest() if received == package.size else ""


def altered() -> Refused:
    """The package is not the one CellIQ announced."""
    return Refused(
        "update_altered",
        N_("The downloaded update is not the one that CellIQ announced."),
        safe=N_("It was deleted; nothing was installed."),
        next_step=N_("Try again; tell your administrator if it stays so."),
    )


def _accept(host: str, status: int) -> None:
    if status in (404, 410):
        raise Refused(
            "no_updates",
            N_("{host} has no updates for this program.").format(host=host),
            safe=N_("Nothing was changed."),
        )
    if status != httpx.codes.OK:
        raise TryAgain(
            "update_busy",
            N_("{host} does not hand out updates just now (status {status}).").format(host=host, status=status),
        )


def _trouble(host: str, error: Exception) -> Problem:
    if isinstance(error, (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)):
        return failures.unreachable(host, error)
    if isinstance(error, httpx.TimeoutException):
        return failures.too_slow(host)
    return failures.broken_answer(host, "it broke off")
