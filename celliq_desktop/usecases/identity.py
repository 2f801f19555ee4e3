"""Who seals this desk's reports, and who confirms when."""

from dataclasses import dataclass
from pathlib import Path

from celliq_desktop.domain.changes import Changes, Topic
from celliq_desktop.domain.identity import IdentityFacts, TimestampFacts
from celliq_desktop.domain.problems import BadSurroundings, Refused
from celliq_desktop.domain.text import N_
from celliq_desktop.mirror import exports
from celliq_desktop.usecases.desk import Desk

_LARGEST = 1024 * 1024
"""An identity file is a few kilobytes; anything larger is another kind of file."""


@dataclass(frozen=True, slots=True)
class SealingState:
    """``warning`` is a sentence when the certificate ends soon; ``owed`` counts files that still lack their
    timestamp."""

    identity: IdentityFacts
    warning: str | None
    timestamps: TimestampFacts | None
    owed: int


def sealing_state(desk: Desk) -> SealingState:
    """As it is now; makes the first identity when there is none."""
    facts = desk.identities.facts()
    with desk.mirror.read() as session:
        owed = len(exports.pending(session))
    return SealingState(facts, facts.warning(desk.clock.now()), desk.timestamps.facts(), owed)


def use_identity_file(desk: Desk, path: Path, passphrase: str) -> tuple[SealingState, Changes]:
    """Seal with a PKCS#12 file from now on; the file itself is not needed any more. Problems as
    ``ports.SealingIdentities``; BadSurroundings ``cannot_read``, Refused ``file_too_large``."""
    try:
        if path.stat().st_size > _LARGEST:
            raise Refused(
                "file_too_large",
                N_("“{name}” is too large for an identity.").format(name=path.name),
                next_step=N_("Choose another."),
            )
        data = path.read_bytes()
    except OSError as error:
        raise BadSurroundings(
            "cannot_read",
            N_("“{name}” cannot be read: {value}.").format(name=path.name, value=error.strerror or error),
            next_step=N_("Check the name."),
        ) from error
    desk.identities.use_file(data, passphrase)
    return sealing_state(desk), Changes.of(Topic.SETTINGS)


def use_identity_token(desk: Desk, module: Path, token: str, label: str, pin: str) -> tuple[SealingState, Changes]:
    """Seal with a key on a PKCS#11 token from now on."""
    desk.identities.use_token(str(module), token, label, pin)
    return sealing_state(desk), Changes.of(Topic.SETTINGS)


def make_identity(desk: Desk) -> tuple[SealingState, Changes]:
    """Seal with a new self-signed identity from now on."""
    desk.identities.make_new()
    return sealing_state(desk), Changes.of(Topic.SETTINGS)


def choose_timestamps(desk: Desk, url: str | None) -> tuple[SealingState, Changes]:
    """Have every seal confirmed by the RFC 3161 service at ``url``, which is asked once; None: by nobody."""
    if url is None:
        desk.timestamps.forget()
    else:
        desk.timestamps.choose(url)
    return sealing_state(desk), Changes.of(Topic.SETTINGS)
