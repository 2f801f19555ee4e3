"""Who is signed in on this profile, and at which server; reads the settings file, never the network."""

from urllib.parse import urlsplit

from celliq_desktop.app.options import Options
from celliq_desktop.app.settings import SettingsFile
from celliq_desktop.domain.accounts import Account
from celliq_desktop.domain.problems import NeedsYou
from celliq_desktop.domain.text import N_
from celliq_desktop.domain.urls import normalise_api_url, verify_base_of


class WhoAndWhere:
    """The account of the profile, as far as it belongs to the server of this run."""

    def __init__(self, options: Options, settings: SettingsFile) -> None:
        self._options = options
        self._settings = settings
        self._for_this_run: Account | None = None

    @property
    def api_url(self) -> str:
        """The server this run talks to; NeedsYou ``bad_api_url``."""
        account = self._settings.load().account
        chosen = self._options.api_url or (account.api_url if account else self._options.default_api_url)
        return normalise_api_url(chosen)

    @property
    def verify_base_url(self) -> str:
        """Where verify pages live: ``--verify-url``, else the origin of the API."""
        if self._options.verify_url:
            return normalise_api_url(self._options.verify_url)
        return verify_base_of(self.api_url)

    @property
    def server(self) -> str:
        """The server's host in words."""
        return urlsplit(self.api_url).netloc

    @property
    def last_email(self) -> str:
        """Who is signed in on this profile."""
        account = self._settings.load().account
        return account.user.email if account else ""

    @property
    def account(self) -> Account | None:
        """The account that is signed in at *this* server; None when there is none."""
        account = self._for_this_run or self._settings.load().account
        return account if account is not None and account.api_url == self.api_url else None

    def signed_in(self) -> Account:
        """The same; NeedsYou ``signed_out`` when there is none."""
        account = self.account
        if account is None:
            raise NeedsYou("signed_out", N_("Nobody is signed in on this profile."), next_step=N_("Sign in first."))
        return account

    def remember(self, account: Account | None, *, kept: bool = True) -> None:
        """Write down who is signed in, or know it for this run only unless ``kept``; BadSurroundings when the disk says
        no."""
        self._for_this_run = None if kept else account
        if kept:
            self._settings.remember(account)
