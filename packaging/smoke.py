"""Does the program that dealers get work? Asked of the frozen program, or of any other that is named:

    python3 packaging/smoke.py dist/celliq-desktop/celliq-desktop [--window]

Against its own sandbox over real HTTP: sign in, sync, one sealed report, verify, verify again with one byte changed.
``--window`` also opens the window, as often as counts, and says how long the first paint took; where it is drawn is
the caller's choice (``xvfb-run -a``, or QT_QPA_PLATFORM=offscreen). Standard library only; leaves nothing behind.
"""

import contextlib
import hashlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_VAULT_WORDS = "words that only the smoke test uses"
_PATIENCE_S = 60.0
_LOOKS = 3


class SmokeFailed(Exception):
    """What did not work, in a sentence."""


class Program:
    """The program under test on a profile of its own."""

    def __init__(self, path: Path, folder: Path) -> None:
        self._path = path
        self._profile = folder / "profile"
        self.environment = {
            **os.environ,
            "CELLIQ_VAULT_PASSPHRASE": _VAULT_WORDS,
            "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
            "TMPDIR": str(folder),
        }

    def __call__(self, *words: str, stdin: str = "", code: int = 0) -> Any:
        """Run one command, which must end with ``code``; its one JSON document."""
        command = [str(self._path), "--profile", str(self._profile), *words, "--json"]
        done = subprocess.run(
            command, input=stdin, env=self.environment, capture_output=True, text=True, timeout=_PATIENCE_S, check=False
        )
        if done.returncode != code:
            raise SmokeFailed(f"“{' '.join(words)}” ended with {done.returncode}: {done.stdout}{done.stderr}")
        return json.loads(done.stdout)

    @contextlib.contextmanager
    def sandbox(self) -> Iterator[Any]:
        """The sample server, until the block ends; where it listens."""
        command = [str(self._path), "sandbox", "--vehicles", "12"]
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=self.environment, text=True
        ) as process:
            first_line = process.stdout.readline() if process.stdout else ""
            if not first_line:
                raise SmokeFailed("The sample server did not start.")
            yield json.loads(first_line)
            if process.stdin:
                process.stdin.close()

    def window(self, profile: Path) -> float:
        """Open the window on a new profile and close it again; seconds until its first paint was over.

        The program listens for a second window only once it has painted (app/doorbell.py), so whoever gets an answer
        there knows that the window stands.
        """
        begun = time.monotonic()
        process = subprocess.Popen([str(self._path), "--profile", str(profile)], env=self.environment)
        try:
            while not self._answers(profile):
                if process.poll() is not None:
                    raise SmokeFailed(f"The window ended with {process.returncode} before it was painted.")
                if time.monotonic() - begun > _PATIENCE_S:
                    raise SmokeFailed("The window was not painted within a minute.")
            return time.monotonic() - begun
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait()

    def _answers(self, profile: Path) -> bool:
        name = "celliq-desktop-" + hashlib.sha256(str(profile.absolute()).encode()).hexdigest()[:16]
        with socket.socket(socket.AF_UNIX) as bell:
            try:
                bell.connect(str(Path(self.environment["TMPDIR"], name)))
                bell.settimeout(_PATIENCE_S)
                bell.sendall(b"raise\n")
                return bool(bell.recv(1))
            except (FileNotFoundError, ConnectionRefusedError):
                select.select([], [], [], 0.01)  # leaves the processor to the program that is starting
                return False


def main(arguments: list[str]) -> int:
    """Run; 0 when everything worked, else 1 after a sentence."""
    words = [word for word in arguments if not word.startswith("--")]
    if len(words) != 1:
        print(__doc__)
        return 2
    try:
        with tempfile.TemporaryDirectory(prefix="celliq-smoke-") as folder:
            program = Program(Path(words[0]), Path(folder))
            _walk(program, Path(folder))
            if "--window" in arguments:
                shown = min(program.window(Path(folder, f"window-{look}")) for look in range(_LOOKS))
                print(json.dumps({"first_paint_s": round(shown, 3)}))
    except SmokeFailed as failure:
        print(failure, file=sys.stderr)
        return 1
    print("The program works.")
    return 0


def _walk(program: Program, folder: Path) -> None:
    with program.sandbox() as server:
        where = ("--api-url", server["api_url"])
        program("login", "--email", server["email"], "--password-stdin", *where, stdin=f"{server['password']}\n")
        _expect(program("sync")["complete"], "the sync is complete")
        fleet = program("fleet", "list", "--status", "active")["items"]
        ready = next((item["vin"] for item in fleet if item["latest_report_id"]), fleet[0]["vin"])
        paper = folder / "report.pdf"
        report = program("report", "generate", ready, "--out", str(paper))
        _expect(
            report["file"]["sha256"] == hashlib.sha256(paper.read_bytes()).hexdigest(), "the paper is the one named"
        )
        _expect(program("verify", str(paper))["verdict"] == "authentic", "the sealed report is authentic")
        harmed = bytearray(paper.read_bytes())
        harmed[len(harmed) // 2] ^= 1
        paper.write_bytes(harmed)
        _expect(program("verify", str(paper), code=5)["verdict"] == "altered", "one changed byte is noticed")
        _expect(all(check["ok"] for check in program("doctor")["checks"]), "the doctor is content")


def _expect(holds: bool, what: str) -> None:
    if not holds:
        raise SmokeFailed(f"It is not so that {what}.")
    print(f"  {what}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
