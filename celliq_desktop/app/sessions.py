"""The window's way in and out: implements ``viewmodels.session.Sessions`` on the composition root."""

import tempfile
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path

from celliq_desktop.app.demo import SandboxProcess
from celliq_desktop.app.options import Options
from celliq_desktop.app.providers import CARIQA, EV_ENERGY, STRIPE
from celliq_desktop.app.wiring import Wiring
from celliq_desktop.domain.accounts import Keep
from celliq_desktop.domain.ports import CancelToken
from celliq_desktop.domain.problems import NeedsYou
from celliq_desktop.jobs.runner import Runner
from celliq_desktop.viewmodels.hub import Hub
from celliq_desktop.viewmodels.workbench import Workbench

_FIRST_SCREEN = (
    "celliq_desktop.ui.chrome.commands",
    "celliq_desktop.ui.chrome.desk_keys",
    "celliq_desktop.ui.chrome.desk_view",
    "celliq_desktop.ui.screens.fleet.screen",
    "celliq_desktop.usecases.buy_credits",
    "celliq_desktop.usecases.forget_seller",
    "celliq_desktop.usecases.generate_report",
    "celliq_desktop.usecases.sync",
    "celliq_desktop.usecases.vehicles",
    "celliq_desktop.viewmodels.session_models",
)
"""What an open desk is made of."""


def import_first_screen() -> None:
    """On the worker that opens a desk: the window's thread would stand still for a tenth of a second."""
    for part in _FIRST_SCREEN:
        import_module(part)


class SampleDealership:
    """A sandbox process and a throw-away profile for it; nothing of it is left behind."""

    def __init__(self, *sandbox_options: str) -> None:
        self._sandbox = SandboxProcess(*sandbox_options)
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def open(self) -> Wiring:
        """Start the server, sign in and connect the further services over real HTTP; secrets live in memory only."""
        from celliq_desktop.usecases.providers import connect_provider

        access = self._sandbox.start()
        folder = tempfile.TemporaryDirectory(prefix="celliq-sample-")
        self._folder = folder
        wiring = Wiring(
            Options(
                profile=Path(folder.name),
                api_url=access.api_url,
                default_api_url=access.api_url,
                verify_url=access.verify_base_url,
                service_urls={
                    EV_ENERGY: access.ev_energy_url,
                    CARIQA: access.cariqa_url,
                    STRIPE: access.stripe_url,
                },
                sample=True,
                keep_secrets=False,
            )
        )
        try:
            wiring.take_profile()
            wiring.sign_in(access.email, access.password)
            connect_provider(wiring.desk(), EV_ENERGY, access.ev_energy_token, access.ev_energy_user)
            connect_provider(wiring.desk(), CARIQA, access.cariqa_token, access.cariqa_user)
            connect_provider(wiring.desk(), STRIPE, access.stripe_key)
        except BaseException:
            wiring.close()
            self.close()
            raise
        return wiring

    def close(self) -> None:
        """Stop the server and remove the folder; harmless twice."""
        self._sandbox.stop()
        folder, self._folder = self._folder, None
        if folder is not None:
            folder.cleanup()


class WindowSessions:
    """One dealer at a time: the profile's own account, or the sample dealership."""

    def __init__(self, wiring: Wiring, runner: Callable[[], Runner], hub: Hub, *, demo: bool) -> None:
        """``runner`` is asked late, because the window makes it; ``demo`` opens the sample dealership by itself."""
        self._own = wiring
        self._runner = runner
        self._hub = hub
        self._demo = demo
        self._sample: SampleDealership | None = None
        self._sample_wiring: Wiring | None = None

    @property
    def server(self) -> str:
        """Host of the configured API, for the sign-in screen."""
        return self._own.who.server

    @property
    def last_email(self) -> str:
        """Who signed in last on this profile."""
        return self._own.who.last_email

    @property
    def remembered(self) -> bool:
        """True when ``restore`` will open a desk without asking."""
        return self._demo or self._own.who.account is not None

    def restore(self) -> Workbench | None:
        """The desk of whoever is still signed in; in the demo the sample dealership."""
        if self._demo:
            return self.explore_sample()
        try:
            return self._workbench(self._own)
        except NeedsYou as problem:
            if problem.code == "signed_out":
                return None
            raise

    def sign_in(self, email: str, password: str) -> Workbench:
        """Sign in at ``server``."""
        self._own.sign_in(email, password)
        return self._workbench(self._own)

    def sign_in_with_google(self, role: str, cancel: CancelToken) -> Workbench:
        """Sign in at ``server`` through the system browser."""
        self._own.sign_in_with_google(role, cancel)
        return self._workbench(self._own)

    def explore_sample(self) -> Workbench:
        """The sample dealership; starting it twice opens the one that runs."""
        if self._sample_wiring is None:
            self._sample = SampleDealership()
            self._sample_wiring = self._sample.open()
        return self._workbench(self._sample_wiring)

    def sign_out(self) -> None:
        """Leave the sample dealership, or forget the account's tokens."""
        self._demo = False
        if self._sample_wiring is not None:
            self._close_sample()
        else:
            self._own.sign_out()

    def keep_secrets(self, keep: Keep, passphrase: str) -> None:
        """Open the secret store of the profile in this way."""
        self._own.keep_secrets(keep, passphrase)

    def repair(self) -> str:
        """Set the damaged mirror aside."""
        return self._own.repair()

    def close(self) -> None:
        """End what was started; tokens are kept."""
        self._close_sample()
        self._own.close()

    def _close_sample(self) -> None:
        wiring, self._sample_wiring = self._sample_wiring, None
        if wiring is not None:
            wiring.close()
        if self._sample is not None:
            self._sample.close()
            self._sample = None

    def _workbench(self, wiring: Wiring) -> Workbench:
        from celliq_desktop.app.feedback import write_feedback
        from celliq_desktop.app.program import program

        import_first_screen()
        desk = wiring.desk()
        return Workbench(
            desk=desk,
            runner=self._runner(),
            hub=self._hub,
            diagnostics=wiring.diagnostics,
            program=program(wiring.policy, wiring.paths, wiring.files, wiring.clock, desk=desk),
            feedback=partial(write_feedback, wiring.diagnostics, wiring.paths.log, wiring.files),
        )
