"""What an administrator fixes for every profile of a computer; whatever a policy names, nobody at the desk changes."""

from dataclasses import dataclass

from celliq_desktop.domain.text import N_

_WORDS_OF_CHECK = {None: "", True: N_("checked at start"), False: "off"}
_WORDS_OF_SECRETS = {None: "", "key_store": N_("the system’s key store"), "vault": N_("passphrase vault")}


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdatePolicy:
    """``check`` None leaves the usual way; False switches updates off altogether."""

    check: bool | None = None
    channel: str | None = None
    manifest_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """None: not fixed. ``secrets`` is ``key_store`` or ``vault``; ``mirror`` the address of a dealer group's
    PostgreSQL, without a password; ``place`` names the file it came from, empty when
    there is none; ``update_keys`` are further trusted keys (``signing/manifests.py``)."""

    place: str = ""
    api_url: str | None = None
    verify_url: str | None = None
    ev_energy_url: str | None = None
    cariqa_url: str | None = None
    secrets: str | None = None
    mirror: str | None = None
    updates: UpdatePolicy = UpdatePolicy()
    update_keys: tuple[str, ...] = ()

    @property
    def locked(self) -> tuple[tuple[str, str], ...]:
        """What is fixed, as names and values a person can read; in the order of the file's own description."""
        fixed = (
            (N_("CellIQ server"), self.api_url),
            (N_("Verify pages"), self.verify_url),
            (N_("ev.energy server"), self.ev_energy_url),
            (N_("Cariqa server"), self.cariqa_url),
            ("Secrets", _WORDS_OF_SECRETS[self.secrets]),
            ("Mirror of the group", self.mirror),
            ("Updates", _WORDS_OF_CHECK[self.updates.check]),
            (N_("Update channel"), self.updates.channel),
            (N_("Update server"), self.updates.manifest_url),
        )
        return tuple((name, value) for name, value in fixed if value)
