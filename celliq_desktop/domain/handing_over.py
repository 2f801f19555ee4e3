"""Who a report is for, and how it gets there: as a file, in a letter, on paper."""

from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Protocol

from celliq_desktop.domain.text import N_

PURPOSES = (
    N_("Sale to a buyer"),
    N_("Purchase or trade-in"),
    N_("Finance or insurance"),
    "Workshop",
    N_("Own records"),
)
"""What a file is usually handed out for; any other words will do, too."""


@dataclass(frozen=True, slots=True)
class HandOver:
    """``recipient`` and ``purpose`` as a person wrote them; both may be empty."""

    recipient: str = ""
    purpose: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """An e-mail to be finished and sent by a person. ``to`` may be empty."""

    to: str
    subject: str
    body: str
    attachment: Path


@dataclass(frozen=True, slots=True)
class Printout:
    """``mark`` is printed across every page in the paper's language, empty for a report that was just confirmed;
    ``why`` says the reason of the mark, or what was not asked, in the window's."""

    pdf: bytes
    mark: str = ""
    why: str = ""


class Carried(Enum):
    """What became of the attachment: the mail program was asked to attach it, or its folder was opened beside the
    mail, for a mail link cannot carry files."""

    ASKED = "asked"
    BESIDE = "beside"


class MailProgram(Protocol):
    """A port: the user's own mail program. BadSurroundings ``no_mail_program`` when none starts."""

    def compose(self, letter: Letter) -> Carried: ...

    def reveal(self, path: Path) -> None:
        """Open the folder of ``path``, with the file chosen where the system can."""
        ...
