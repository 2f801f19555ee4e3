"""``identity show | import | token | new | timestamps``: who seals, and who confirms when."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from celliq_desktop.app.cli.answers import Answer
from celliq_desktop.app.cli.surroundings import open_desk
from celliq_desktop.domain.problems import NeedsYou

if TYPE_CHECKING:  # the desk brings the database along
    from celliq_desktop.usecases.identity import SealingState

identity = typer.Typer(help="The identity that seals reports, and their timestamps.", no_args_is_help=True)

Given = Annotated[bool, typer.Option("--stdin", help="Read the passphrase or PIN from stdin.")]


@identity.command("show")
def show(context: typer.Context) -> Answer:
    """The identity in use, until when, and the timestamp service."""
    from celliq_desktop.usecases.identity import sealing_state

    with open_desk(context.obj) as desk:
        return _answer(sealing_state(desk))


@identity.command("import")
def import_file(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A PKCS#12 file (.p12, .pfx) with its key.")],
    stdin: Given = False,
) -> Answer:
    """Seal with the identity of a PKCS#12 file from now on."""
    from celliq_desktop.usecases.identity import use_identity_file

    passphrase = _secret(given=stdin)
    with open_desk(context.obj) as desk:
        return _answer(use_identity_file(desk, file, passphrase)[0])


@identity.command("token")
def use_token(
    context: typer.Context,
    module: Annotated[Path, typer.Option(help="The PKCS#11 library of the token's maker.")],
    token: Annotated[str, typer.Option(help="The token's label.")],
    label: Annotated[str, typer.Option(help="The label of the certificate and its key.")],
    stdin: Given = False,
) -> Answer:
    """Seal with a key on a token or HSM from now on."""
    from celliq_desktop.usecases.identity import use_identity_token

    pin = _secret(given=stdin)
    with open_desk(context.obj) as desk:
        return _answer(use_identity_token(desk, module, token, label, pin)[0])


@identity.command("new")
def new(context: typer.Context) -> Answer:
    """Seal with a new self-signed identity from now on."""
    from celliq_desktop.usecases.identity import make_identity

    with open_desk(context.obj) as desk:
        return _answer(make_identity(desk)[0])


@identity.command("timestamps")
def timestamps(
    context: typer.Context,
    url: Annotated[str, typer.Argument(help="Address of an RFC 3161 service, or “off”.")],
) -> Answer:
    """Have every seal confirmed by a timestamp service."""
    from celliq_desktop.usecases.identity import choose_timestamps

    with open_desk(context.obj) as desk:
        return _answer(choose_timestamps(desk, None if url == "off" else url)[0])


def _secret(*, given: bool) -> str:
    if not given:
        raise NeedsYou("usage", "The passphrase or PIN is read from stdin.", next_step="Use --stdin.")
    return sys.stdin.readline().rstrip("\n")


def _answer(state: "SealingState") -> Answer:
    facts, service = state.identity, state.timestamps
    document = {
        "identity": {
            "kind": facts.kind,
            "issuer": facts.issuer,
            "vouched_by": None if facts.self_issued else facts.vouched_by,
            "certificate_sha256": facts.certificate_sha256,
            "valid_from": facts.valid_from,
            "valid_until": facts.valid_until,
            "warning": state.warning,
        },
        "timestamps": None
        if service is None
        else {"url": service.url, "name": service.name, "certificates": service.certificates, "waiting": state.owed},
    }
    vouched = "confirmed by the public record only" if facts.self_issued else f"vouched for by {facts.vouched_by}"
    words = [
        f"Reports are sealed by “{facts.issuer}”, {vouched}, until {facts.valid_until:%Y-%m-%d}.",
        "No timestamp service is used."
        if service is None
        else f"Timestamps come from “{service.name}” ({service.url}); {state.owed} still to be appended.",
    ]
    return Answer(document, "\n".join([*words, *([state.warning] if state.warning else [])]))
