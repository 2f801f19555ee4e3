"""What support needs to know of an installation: versions and the doctor's checks, redacted, ready to be copied."""

import json
import platform
import secrets
import sys

from celliq_desktop import __version__
from celliq_desktop.app.doctor import examine
from celliq_desktop.app.options import Options
from celliq_desktop.app.redact import Redactor


def diagnostics(options: Options) -> str:
    """JSON text without names, addresses, VINs, secrets or the folders of this computer's user."""
    redact = Redactor(secrets.token_bytes(16))
    home = str(options.profile)
    checks = [
        {
            "name": check.name,
            "ok": check.ok,
            "detail": redact(check.detail.replace(home, "<profile>")),
            "next_step": redact(check.next_step),
        }
        for check in examine(options)
    ]
    about = {
        "program": __version__,
        "python": sys.version.split()[0],
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
    }
    return json.dumps({**about, "checks": checks}, indent=1, ensure_ascii=False)
