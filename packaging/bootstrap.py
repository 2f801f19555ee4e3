"""Two commands, nothing else to know:

    python3 packaging/bootstrap.py demo    sets everything up and opens the workstation on sample data
    python3 packaging/bootstrap.py test    sets everything up and runs every check and test

``setup`` prepares the environment alone (for editors and scripts), ``lock`` writes the requirement files anew,
``build`` makes what dealers install (``dist/``: the frozen program, the package of this system, SBOM and hashes).
Standard library only; works with a bare python3 and pip. What follows ``demo`` goes to the program, what follows
``test`` goes to pytest, what follows ``build`` to packaging/build.py.
"""

from __future__ import annotations  # so that a Python that is too old still gets as far as being told so

import os
import shutil
import subprocess
import sys

_NO_SCREEN = """\
There is no screen to open the window on: neither DISPLAY nor WAYLAND_DISPLAY is set.
Run this in a desktop session, or under a virtual screen:
    xvfb-run -a python3 packaging/bootstrap.py demo"""
_TOO_OLD = sys.version_info < (3, 11)


def main(arguments: list[str]) -> int:
    """Carry out one command; returns the exit code."""
    command, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    if command not in ("demo", "test", "setup", "lock", "build"):
        print(__doc__)
        return 0 if command in ("-h", "--help") else 2
    if _TOO_OLD:
        return _with_a_newer_python(arguments)

    import environment

    try:
        return _carry_out(command, rest)
    except environment.SetupFailed as failure:
        print(failure, file=sys.stderr)
        return 1


def _carry_out(command: str, rest: list[str]) -> int:
    import checks
    import environment
    import system_packages

    if command == "lock":
        environment.lock()
        return 0
    if command == "demo" and not _has_a_screen():
        print(_NO_SCREEN, file=sys.stderr)
        return 1
    complete = system_packages.ensure_window_libraries()
    if command == "setup":
        environment.ensure("dev")
        return 0
    if not complete:
        return 1
    if command == "build":
        import build

        return build.run(rest)
    if command == "test":
        system_packages.ensure_witnesses()
        environment.ensure("dev")
        return checks.run(rest)
    return _demo(rest)


def _has_a_screen() -> bool:
    """Whether a window can open: whoever sets QT_QPA_PLATFORM has decided, and only Linux runs without a screen."""
    told = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return not sys.platform.startswith("linux") or any(os.environ.get(name) for name in told)


def _demo(arguments: list[str]) -> int:
    import environment

    environment.ensure("runtime")
    command = [str(environment.executable("celliq-desktop")), "--demo", *arguments]
    sys.stdout.flush()
    if os.name != "nt":
        os.execve(command[0], command, environment.variables())
    return subprocess.run(command, env=environment.variables(), check=False).returncode


def _with_a_newer_python(arguments: list[str]) -> int:
    for minor in range(15, 10, -1):
        found = shutil.which(f"python3.{minor}")
        if found:
            return subprocess.run([found, __file__, *arguments], check=False).returncode
    print(f"CellIQ Desktop needs Python 3.11 or newer; this is {sys.version.split()[0]}.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
