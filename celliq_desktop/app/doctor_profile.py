"""The doctor's look at a profile: where it lies, who has it, its secrets, its mirror and its backups."""

from dataclasses import dataclass
from pathlib import Path

from celliq_desktop.app.clock import SystemClock
from celliq_desktop.app.files import AtomicFiles
from celliq_desktop.app.mirrors import group_secret
from celliq_desktop.app.options import Options, open_secrets
from celliq_desktop.app.paths import ProfilePaths, account_hash
from celliq_desktop.app.profile_lock import ProfileLock
from celliq_desktop.app.profile_place import reason
from celliq_desktop.app.settings import SettingsFile
from celliq_desktop.domain.accounts import Account
from celliq_desktop.domain.ports import SecretStore
from celliq_desktop.domain.problems import Problem

_ANEW = "Begin a new mirror: “celliq-desktop sync --rebuild” saves what can be saved."
_OLD_S = 8 * 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at."""

    name: str
    ok: bool
    detail: str
    next_step: str = ""


def examine_profile(options: Options) -> tuple[Check, ...]:
    """Every check of the profile; none of them raises, and nothing is made that was not there."""
    paths = ProfilePaths(options.profile)
    account = SettingsFile(paths.settings, AtomicFiles()).load().account
    checks = [_place(paths), _lock(paths)]
    try:
        store = open_secrets(options, paths, AtomicFiles())
    except Problem as problem:
        return (*checks, _failed("secret store", problem))
    checks.append(Check("secret store", ok=True, detail=store.name))
    if options.mirror is not None:
        checks.append(_group(options.mirror, store))
    elif account is not None:
        checks += _account(paths, account, store)
    return tuple(checks)


def _account(paths: ProfilePaths, account: Account, store: SecretStore) -> list[Check]:
    path = paths.mirror(account)
    if not path.exists():
        return [Check("local copy", ok=True, detail="none yet; the first sync makes it")]
    try:
        key = store.get(f"mirror-key:{account_hash(account)}")
    except Problem as problem:
        return [_failed("local copy", problem)]
    if key is None:
        lost = "its key is not in the secret store any more"
        return [Check("local copy", ok=False, detail=lost, next_step=f"Restore the secret store, or: {_ANEW}")]
    from celliq_desktop.mirror.look import look

    wrong = look(path, key)
    size = f"{path.stat().st_size // 1024:,} KB"
    found = Check("local copy", ok=True, detail=f"whole, {size}") if wrong is None else _failed("local copy", wrong)
    return [found, _backups(paths, path), _set_aside(paths)]


def _group(address: str, store: SecretStore) -> Check:
    """Whether the group's database lets this desk in; what lies in it is not ours to encrypt or to back up."""
    try:
        from celliq_desktop.mirror.desks import site_of

        site = site_of(address, store.get(group_secret(address)))
    except Problem as problem:
        return _failed("mirror of the group", problem)
    words = f"PostgreSQL, site “{site}”; encryption at rest and backups are its administrator's"
    return Check("mirror of the group", ok=True, detail=words)


def _place(paths: ProfilePaths) -> Check:
    why = reason(paths.root)
    step = "Choose a folder on this computer's own disk with --profile."
    return Check(
        "profile place", ok=not why, detail=why or "on this computer's own disk", next_step=step if why else ""
    )


def _lock(paths: ProfilePaths) -> Check:
    if not paths.lock.exists():
        return Check("profile lock", ok=True, detail="free")
    try:
        with ProfileLock(paths.lock, SystemClock(), patience_s=0.0):
            return Check("profile lock", ok=True, detail="free")
    except Problem as problem:
        return Check("profile lock", ok=True, detail=problem.message)


def _backups(paths: ProfilePaths, path: Path) -> Check:
    from celliq_desktop.mirror.backups import copies

    found = copies(path, paths.backups)
    if not found:
        return Check("backups", ok=True, detail="none yet; one is made each day the program runs")
    age_s = SystemClock().now().timestamp() - found[0].stat().st_mtime
    detail = f"{len(found)}, the newest {max(0.0, age_s) / 86_400:.0f} days old"
    step = "Open the program, or run “celliq-desktop sync”: it makes one."
    return Check("backups", ok=age_s < _OLD_S, detail=detail, next_step=step if age_s >= _OLD_S else "")


def _set_aside(paths: ProfilePaths) -> Check:
    count = len(list(paths.damaged.glob("*"))) if paths.damaged.is_dir() else 0
    detail = f"{count} kept in {paths.damaged}" if count else "none"
    return Check("damaged copies", ok=True, detail=detail)


def _failed(name: str, problem: Problem) -> Check:
    return Check(name, ok=False, detail=problem.message, next_step=problem.next_step)
