"""Takes out of a log line what must never stand there: tokens, e-mails, VINs, verify and checkout links (research
4.10)."""

import hashlib
import re

_LONGEST = 2_000

_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"eyJ[\w-]+(?:\.[\w-]*){0,2}"), "<token>"),
    (re.compile(r"(?i)\bbearer\s+[\w.~+/=-]+"), "Bearer <token>"),
    (
        re.compile(
            r"(?i)(\"?(?:access_token|refresh_token|password|passphrase|code|state|code_verifier|key)\"?\s*[=:]\s*)\"?[^\s\"&,}]+\"?"
        ),
        r"\1<secret>",
    ),
    (re.compile(r"/(verify|reports/public)/[\w-]+"), r"/\1/<token>"),
    (re.compile(r"\b[cs]{1,2}_(?:live|test)_\w+"), "<checkout>"),
    (re.compile(r"(?i)\b(?:sk|rk|pk)_(?:live|test)_\w+"), "<key>"),
    (re.compile(r"[\w.+%'-]+@[\w-]+(?:\.[\w-]+)*"), "<e-mail>"),
)
_VIN = re.compile(r"(?<![A-Za-z0-9])[A-HJ-NPR-Z0-9]{17}(?![A-Za-z0-9])")


class Redactor:
    """Redacts text; VINs become ``WVW…#1f2e3d4c`` with a hash keyed per run, so that lines about one car can still be
    told apart."""

    def __init__(self, run_key: bytes) -> None:
        self._run_key = run_key

    def __call__(self, text: str) -> str:
        """``text`` without secrets, on one line, at most 2,000 characters."""
        text = _VIN.sub(self._vin, text)
        for pattern, replacement in _RULES:
            text = pattern.sub(replacement, text)
        text = text.replace("\r", "\\r").replace("\n", "\\n")
        return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"

    def _vin(self, match: re.Match[str]) -> str:
        vin = match.group()
        if vin.isdigit():
            return vin
        digest = hashlib.blake2b(vin.encode(), key=self._run_key, digest_size=4).hexdigest()
        return f"{vin[:3]}…#{digest}"
