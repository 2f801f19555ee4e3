"""What is wrong with this installation, in plain words; looks, changes nothing."""

import importlib
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from celliq_desktop.app.clock import SystemClock
from celliq_desktop.app.doctor_profile import Check, examine_profile
from celliq_desktop.app.files import AtomicFiles
from celliq_desktop.app.options import Options
from celliq_desktop.app.paths import ProfilePaths
from celliq_desktop.app.settings import SettingsFile
from celliq_desktop.app.who import WhoAndWhere
from celliq_desktop.domain.policy import Policy
from celliq_desktop.domain.problems import Problem

_PARTS = {
    "window": "PySide6.QtWidgets",
    "mirror": "sqlcipher3",
    "network": "httpx",
    "report": "reportlab",
    "seal": "pyhanko",
}
_LEAST_FREE = 200 * 1024 * 1024
_CLOCK_OFF_S = 120.0


def examine(options: Options) -> tuple[Check, ...]:
    """Every check; none of them raises."""
    paths = ProfilePaths(options.profile)
    checks: list[Callable[[], Check]] = [
        _python,
        *(lambda name=name, module=module: _part(name, module) for name, module in _PARTS.items()),
        lambda: _folder(paths),
        lambda: _space(paths),
        lambda: _policy(options.policy),
        lambda: _way_out(options, paths),
    ]
    return (*(check() for check in checks), *examine_profile(options), _server(options, paths))


def _python() -> Check:
    version = ".".join(map(str, sys.version_info[:3]))
    return Check("python", sys.version_info >= (3, 11), version, "Use Python 3.11 or newer.")


def _part(name: str, module: str) -> Check:
    try:
        importlib.import_module(module)
    except ImportError as error:
        return Check(name, ok=False, detail=f"cannot be loaded: {error}", next_step="Set the program up again.")
    return Check(name, ok=True, detail="there")


def _existing(path: Path) -> Path:
    return next((folder for folder in (path, *path.parents) if folder.exists()), path)


def _folder(paths: ProfilePaths) -> Check:
    folder = _existing(paths.root)
    writable = folder.is_dir() and os.access(folder, os.W_OK)
    detail = f"{paths.root}" + ("" if paths.root.exists() else " (not made yet)")
    return Check("profile folder", writable, detail, "Choose another folder with --profile.")


def _space(paths: ProfilePaths) -> Check:
    free = shutil.disk_usage(_existing(paths.root)).free
    return Check("disk space", free >= _LEAST_FREE, f"{free // 1024**2:,} MB free", "Free some space.")


def _policy(policy: Policy) -> Check:
    """A policy that cannot be used has ended the program before."""
    if not policy.place:
        return Check("policy", ok=True, detail="none; nothing is fixed by an administrator")
    fixed = ", ".join(f"{name}: {value}" for name, value in policy.locked)
    return Check("policy", ok=True, detail=f"{policy.place} fixes {fixed or 'nothing'}")


def _way_out(options: Options, paths: ProfilePaths) -> Check:
    """Which way the server is asked."""
    from celliq_desktop.clients.proxies import proxy_host

    try:
        host = proxy_host(WhoAndWhere(options, SettingsFile(paths.settings, AtomicFiles())).api_url)
    except Problem as problem:
        return Check("network", ok=False, detail=problem.message, next_step=problem.next_step)
    return Check("network", ok=True, detail=f"through the proxy {host}" if host else "straight, without a proxy")


def _server(options: Options, paths: ProfilePaths) -> Check:
    from celliq_desktop.clients.reach import reach

    clock = SystemClock()
    try:
        api_url = WhoAndWhere(options, SettingsFile(paths.settings, AtomicFiles())).api_url
        difference_s = reach(api_url, clock)
    except Problem as problem:
        return Check("server", ok=False, detail=problem.message, next_step=problem.next_step)
    if difference_s is not None and abs(difference_s) > _CLOCK_OFF_S:
        detail = f"{api_url} answers, but this computer's clock is off by {difference_s:+.0f} s"
        return Check("server", ok=False, detail=detail, next_step="Set the clock.")
    return Check("server", ok=True, detail=f"{api_url} answers")
