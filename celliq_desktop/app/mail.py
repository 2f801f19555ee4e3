"""The user's own mail program, and their file manager."""

import shutil
import subprocess
import sys
import webbrowser
from pathlib import Path
from urllib.parse import quote

from celliq_desktop.domain.handing_over import Carried, Letter
from celliq_desktop.domain.problems import BadSurroundings
from celliq_desktop.domain.text import N_

_PATIENCE_S = 20.0


class SystemMail:
    """Implements ``domain.handing_over.MailProgram``: ``xdg-email`` where it is (it can attach), else a mail link with
    the file's folder opened beside it. Either is told the recipient in its command line, for a moment and for want of
    another way; no other process of ours is told of a person there (``tests/cli/test_command_lines.py``)."""

    def compose(self, letter: Letter) -> Carried:
        """Open a letter that is ready but for the sending."""
        tool = None if sys.platform in ("win32", "darwin") else shutil.which("xdg-email")
        if tool is not None and _ended_well(tool, *_words(letter)):
            return Carried.ASKED
        self._link(letter)
        self.reveal(letter.attachment)
        return Carried.BESIDE

    def reveal(self, path: Path) -> None:
        """Open the folder, with the file chosen where the system can; harmless where nothing opens."""
        if sys.platform == "win32":
            _ended_well("explorer", f"/select,{path}")
        elif sys.platform == "darwin":
            _ended_well("open", "-R", str(path))
        else:
            tool = shutil.which("xdg-open")
            if tool is not None:
                _ended_well(tool, str(path.parent))

    def _link(self, letter: Letter) -> None:
        subject, body = quote(letter.subject), quote(letter.body.replace("\n", "\r\n"))
        try:
            started = webbrowser.open(f"mailto:{quote(letter.to, safe='@')}?subject={subject}&body={body}")
        except webbrowser.Error:
            started = False
        if not started:
            raise BadSurroundings(
                "no_mail_program",
                N_("No mail program could be started on this computer."),
                safe=N_("The sealed file is there: {attachment}").format(attachment=letter.attachment),
                next_step=N_("Attach it to a mail by hand."),
            )


def _words(letter: Letter) -> list[str]:
    words = ["--subject", letter.subject, "--body", letter.body, "--attach", str(letter.attachment)]
    return [*words, letter.to] if letter.to else words


def _ended_well(*command: str) -> bool:
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_PATIENCE_S, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
