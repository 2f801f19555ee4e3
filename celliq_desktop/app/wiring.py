"""The composition root: every object is built here, once, and closed here. Nobody else knows everybody.

What costs start-up time (database, PDF, network, seals) is imported where it is first needed.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from celliq_desktop.app.accounts import AccountParts
from celliq_desktop.app.clock import SystemClock
from celliq_desktop.app.examinations import IsolatedExaminer
from celliq_desktop.app.files import AtomicFiles
from celliq_desktop.app.identity import certificates_in
from celliq_desktop.app.keeping import Keeping
from celliq_desktop.app.log import start_log, stop_log
from celliq_desktop.app.options import Options
from celliq_desktop.app.paths import ProfilePaths
from celliq_desktop.app.profile_lock import ProfileLock
from celliq_desktop.app.profile_place import check_place
from celliq_desktop.app.seal_book import SealBookFile
from celliq_desktop.app.settings import SettingsFile
from celliq_desktop.app.timestamps import services_in
from celliq_desktop.app.who import WhoAndWhere
from celliq_desktop.domain.accounts import Account, Keep
from celliq_desktop.domain.ports import Browser, CancelToken, Clock
from celliq_desktop.domain.problems import BadSurroundings
from celliq_desktop.domain.text import N_
from celliq_desktop.domain.urls import is_loopback
from celliq_desktop.jobs.processes import WarmProcesses

if TYPE_CHECKING:
    import logging

    from celliq_desktop.clients.celliq import CellIqClient
    from celliq_desktop.domain.reports import Verification
    from celliq_desktop.usecases.desk import Desk


class Wiring:
    """One profile. ``take_profile`` first (it locks); ``close`` always."""

    def __init__(self, options: Options, clock: Clock | None = None) -> None:
        self._options = options
        self.clock = clock or SystemClock()
        self.diagnostics = partial(_diagnostics, options)
        self.files = AtomicFiles()
        self.paths = ProfilePaths(options.profile)
        self.policy = options.policy
        self.who = WhoAndWhere(options, SettingsFile(self.paths.settings, self.files))
        self._seals = SealBookFile(self.paths.identities, self.files)
        self._lock: ProfileLock | None = None
        self._log: logging.Handler | None = None
        self._examiner = IsolatedExaminer()
        self._processes = WarmProcesses()
        self._keeping = Keeping(options, self.paths, self.files)
        self._account_parts = partial(
            AccountParts,
            self._keeping,
            self.files,
            self.clock,
            options.service_urls,
            examiner=self._examiner,
            processes=self._processes,
        )
        self._parts = self._account_parts()
        self._client: CellIqClient | None = None
        self._desk: Desk | None = None
        self._epoch = 0

    def unlock(self) -> None:
        """Open the secret store; BadSurroundings ``no_key_store`` with nothing written."""
        self._keeping.store()

    def keep_secrets(self, keep: Keep, passphrase: str = "") -> None:
        """Choose where secrets are for the rest of this run. ``NOTHING``: in memory, with a mirror that ends with the
        run. BadSurroundings ``wrong_passphrase``, ``no_key_store``."""
        self._close_desk()
        self._close_client()
        self._keeping.choose(keep, passphrase)
        self._parts = self._account_parts()

    def take_profile(self, patience_s: float = 5.0) -> None:
        """Lock the profile, make its folders and start its log; TryAgain ``profile_busy`` when another process has
        it after ``patience_s``, BadSurroundings ``profile_on_network``."""
        check_place(self.paths.root)
        lock = ProfileLock(self.paths.lock, self.clock, patience_s=patience_s)
        lock.acquire()
        self._lock = lock
        try:
            self.paths.prepare()
        except OSError as error:
            raise BadSurroundings(
                "profile_not_writable",
                N_("The profile folder cannot be written: {value}.").format(value=error.strerror or error),
                next_step=N_("Choose another folder with --profile."),
            ) from error
        self._log = start_log(self.paths.log, now=self.clock.now(), verbose=self._options.verbose)
        self.files.sweep(self.paths.root)
        self._keeping.forget_session()

    def sign_in(self, email: str, password: str) -> Account:
        """Sign in, keep the refresh token, remember the account, open nothing yet."""
        from celliq_desktop.usecases.sign_in import sign_in

        return self._signed_in(lambda client: sign_in(client, self.who.api_url, email, password))

    def sign_in_with_google(self, role: str, cancel: CancelToken, browser: Browser | None = None) -> Account:
        """The same through the system browser; whoever is new becomes ``role``."""
        from celliq_desktop.app.browser import SystemBrowser
        from celliq_desktop.clients.google_sign_in import GoogleSignIn
        from celliq_desktop.usecases.sign_in import sign_in_with_google

        url = self.who.api_url
        way, opener = GoogleSignIn(url, self.clock), browser or SystemBrowser()
        return self._signed_in(lambda client: sign_in_with_google(client, url, way, opener, role=role, cancel=cancel))

    def _signed_in(self, ask: "Callable[[CellIqClient], Account]") -> Account:
        self._close_desk()
        store = self._keeping.store()
        client = self._parts.client(self.who.api_url)
        try:
            account = ask(client)
            client = self._parts.in_the_role_of(account, client)
            client.keep_tokens_in(self._parts.tokens(store, account))
            self.who.remember(account, kept=self._keeping.kept)
        except BaseException:
            client.close()
            raise
        self._client = client
        return replace(account, access_expires_at=client.access_expires_at)

    def sign_out(self) -> Account:
        """Forget the tokens and close the desk; the mirror and what waits in it stay."""
        account = self.who.signed_in()
        client = self._connected(account)
        self._close_desk()
        client.sign_out()
        self.who.remember(None)
        self._close_client()
        return account

    def repair(self) -> str:
        """Set the damaged mirror of the account aside and begin a new one; what was saved, in a sentence."""
        self._close_desk()
        return self._parts.mirrors.repair(self.who.signed_in())

    def desk(self) -> "Desk":
        """The desk of the account that is signed in, opened once; works offline."""
        if self._desk is None:
            from celliq_desktop.usecases.reports import settle_exports

            account = self.who.signed_in()
            self._epoch += 1
            self._desk = self._parts.desk(
                account,
                self._connected(account),
                verify_base_url=self.who.verify_base_url,
                sample=self._options.sample or is_loopback(self.who.verify_base_url),
                epoch=self._epoch,
            )
            settle_exports(self._desk)
        return self._desk

    def verify(self, path: Path, *, offline: bool, believed: str = "") -> "Verification":
        """Check one file, against the public record unless ``offline``; needs no account. ``believed`` is the
        fingerprint of a seal that its issuer has named to the person who asks; Refused ``other_seal``."""
        from celliq_desktop.usecases.verify_issuer import believe
        from celliq_desktop.usecases.verify_report import verify_file

        client = None if offline else self._parts.client(self.who.api_url)
        look = partial(
            verify_file,
            path,
            examiner=self._examiner,
            records=client,
            verify_base_url=self.who.verify_base_url,
            known_certificates=certificates_in(self.paths.identities),
            clock=self.clock,
            seals=self._seals,
            known_services=services_in(self.paths.identities),
        )
        try:
            found = look()
            if believed:
                believe(self._seals, self.who.verify_base_url, found, believed)
                found = look()
        finally:
            if client is not None:
                client.close()
        return found

    def close(self) -> None:
        """Close what is open; harmless twice."""
        self._close_desk()
        self._close_client()
        self._examiner.close()
        self._processes.shutdown()
        if self._lock is not None:
            self._keeping.forget_session()
        if self._log is not None:
            stop_log(self._log)
            self._log = None
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def _connected(self, account: Account) -> "CellIqClient":
        if self._client is None:
            tokens = self._parts.tokens(self._keeping.store(), account)
            self._client = self._parts.in_the_role_of(account, self._parts.client(account.api_url, tokens))
        return self._client

    def _close_desk(self) -> None:
        desk, self._desk = self._desk, None
        if desk is not None:
            desk.mirror.close()

    def _close_client(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            client.close()


def _diagnostics(options: Options) -> str:
    """Imported late: the doctor loads every part of the program."""
    from celliq_desktop.app.diagnostics import diagnostics

    return diagnostics(options)
