"""``doctor``: what is wrong with this installation, in plain words."""

import typer

from celliq_desktop.app.cli.answers import Answer
from celliq_desktop.app.cli.surroundings import options_of
from celliq_desktop.app.doctor import examine
from celliq_desktop.domain.problems import ProblemKind


def doctor(context: typer.Context) -> Answer:
    """Look at everything the program needs; changes nothing."""
    checks = examine(options_of(context.obj))
    lines = [f"{'ok ' if check.ok else 'NO '} {check.name}: {check.detail}" for check in checks]
    lines += [check.next_step for check in checks if not check.ok and check.next_step]
    document = {
        "checks": [
            {"name": check.name, "ok": check.ok, "detail": check.detail, "next_step": check.next_step}
            for check in checks
        ]
    }
    sound = all(check.ok for check in checks)
    return Answer(document, "\n".join(lines), 0 if sound else ProblemKind.SURROUNDINGS.exit_code)
