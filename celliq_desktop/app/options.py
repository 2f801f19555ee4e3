"""How this run was asked for, and which secret store that means."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from celliq_desktop.app.paths import ProfilePaths
from celliq_desktop.domain.policy import Policy
from celliq_desktop.domain.ports import FileWriter, SecretStore

VAULT_VARIABLE = "CELLIQ_VAULT_PASSPHRASE"
"""The variable a person may give the vault's passphrase in."""


def _no_passphrase() -> str | None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Where and how to run. ``api_url`` None: that of the account signed in last, else ``default_api_url``;
    ``service_urls`` by the names of ``app/providers.py``; ``keep_secrets`` False keeps secrets in memory only (the
    sample dealership); ``policy`` is what an administrator fixed; ``mirror`` is the address of a dealer
    group's PostgreSQL (None: a file of the profile)."""

    profile: Path
    default_api_url: str
    api_url: str | None = None
    verify_url: str | None = None
    mirror: str | None = None
    service_urls: Mapping[str, str] = field(default_factory=dict)
    passphrase: Callable[[], str | None] = _no_passphrase
    passphrase_given: bool = False
    sample: bool = False
    keep_secrets: bool = True
    policy: Policy = field(default_factory=Policy)
    verbose: bool = False


def open_secrets(options: Options, paths: ProfilePaths, files: FileWriter) -> SecretStore:
    """The key store, the passphrase vault, or memory for the sample dealership."""
    if not options.keep_secrets:
        from celliq_desktop.vault.memory import MemoryStore

        return MemoryStore()
    from celliq_desktop.jobs.limit import within
    from celliq_desktop.vault.choice import open_store

    return open_store(
        paths.vault,
        options.passphrase,
        files,
        passphrase_given=options.passphrase_given,
        within=within,
        only=options.policy.secrets,
    )
