"""What stands between a person and the desk, in words, with the actions that help: a locked key store, no key store at
all, a damaged or newer mirror, a full disk."""

from dataclasses import dataclass
from enum import Enum

from celliq_desktop.domain.problems import Problem
from celliq_desktop.viewmodels.words import N_, _, said


class GateAction(Enum):
    """What a person can do; the value is the button's text."""

    UNLOCK = N_("Unlock")
    CREATE_VAULT = N_("Create vault")
    KEEP_NOTHING = N_("Keep nothing, this session only")
    TRY_AGAIN = N_("Try again")
    REPAIR = N_("Repair")
    START_ANEW = N_("Start a new mirror")
    OTHER_ACCOUNT = N_("Use another account")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """``actions``: the first helps most. ``asks`` 0, 1 or 2 passphrase fields. ``note`` says why nothing moved after
    the last try."""

    headline: str
    detail: str
    actions: tuple[GateAction, ...]
    asks: int = 0
    note: str = ""


_SHORTEST = 8
_KEPT = N_("Without a place for secrets nothing is kept: you sign in again next time, and changes that wait are lost.")
_WORDS: dict[str, tuple[str, str, tuple[GateAction, ...], int]] = {
    "no_key_store": (
        N_("Where should your sign-in be kept?"),
        (
            N_(
                "This computer has no key store. A vault file can keep the sign-in and the key of your"
                " data, sealed with a passphrase only you know. {kept}"
            ).format(kept=_KEPT)
        ),
        (GateAction.CREATE_VAULT, GateAction.KEEP_NOTHING),
        2,
    ),
    "vault_locked": (
        N_("Unlock your vault"),
        N_("The sign-in and the key of your data are in a vault file on this computer. Enter its passphrase."),
        (GateAction.UNLOCK, GateAction.KEEP_NOTHING),
        1,
    ),
    "key_store_locked": (
        N_("The system's key store is locked"),
        (
            N_(
                "It holds your sign-in and the key of your data. Unlock it, then try again; nothing was"
                " changed. Or go on without it: nothing is kept, and you sign in again next time."
            )
        ),
        (GateAction.TRY_AGAIN, GateAction.KEEP_NOTHING),
        0,
    ),
    "mirror_damaged": (
        N_("The local copy of your data is damaged"),
        (
            N_(
                "Nothing is lost at CellIQ. Repair sets the damaged file aside, saves the changes not"
                " sent yet, and fetches everything else again."
            )
        ),
        (GateAction.REPAIR, GateAction.OTHER_ACCOUNT),
        0,
    ),
    "mirror_key_lost": (
        N_("The key of the local copy is gone"),
        (
            N_(
                "The system's key store no longer has it, so the file cannot be opened. If you can"
                " restore the key store, do that first. A new mirror fetches everything from CellIQ"
                " again; the old file is kept."
            )
        ),
        (GateAction.TRY_AGAIN, GateAction.START_ANEW),
        0,
    ),
    "mirror_newer": (
        N_("This data was written by a newer CellIQ Desktop"),
        N_("It was not touched. Install the newer program to go on, or use another account on this computer."),
        (GateAction.OTHER_ACCOUNT, GateAction.TRY_AGAIN),
        0,
    ),
    "disk_full": (
        N_("The disk is full"),
        N_("Nothing half-written was kept; what was there is whole. Free some space, then go on."),
        (GateAction.TRY_AGAIN,),
        0,
    ),
}
_SAME_GATE = {"wrong_passphrase": "vault_locked", "key_store_forgets": "no_key_store"}
_OTHERS = frozenset({"mirror_not_writable", "mirror_foreign", "mirror_busy", "vault_damaged", "secret_torn"})


def gate_of(problem: Problem) -> Gate | None:
    """The page for ``problem``; None when it does not keep anybody from the desk and is said elsewhere."""
    code = _SAME_GATE.get(problem.code, problem.code)
    note = said(problem.message) if problem.code in _SAME_GATE else ""
    if code in _WORDS:
        headline, detail, actions, asks = _WORDS[code]
        return Gate(headline=_(headline), detail=_(detail), actions=actions, asks=asks, note=note)
    if code in _OTHERS:
        words = " ".join(said(part) for part in (problem.safe, problem.next_step) if part)
        return Gate(
            headline=said(problem.message), detail=words, actions=(GateAction.TRY_AGAIN, GateAction.OTHER_ACCOUNT)
        )
    return None


def unfit(gate: Gate, passphrase: str, again: str) -> str:
    """Why these passphrases do not do, in a sentence; empty when they do."""
    if gate.asks == 0:
        return ""
    if not passphrase:
        return _("Please enter a passphrase.")
    if gate.asks == 2 and len(passphrase) < _SHORTEST:
        return _("Please take at least {shortest} characters; several words are best.").format(shortest=_SHORTEST)
    return _("The two passphrases differ.") if gate.asks == 2 and passphrase != again else ""
