"""Takes out of a log line what must never stand there: tokens, e-mails, VINs, verify and checkout links (research
4.10)."""

import hashlib
import re

_LONGEST = 2_000

_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?i)\bpostgres(?:ql)?(?:\+\w+)?://[^\s\"'<>]+"), "<mirror>"),
    (re.compile(r"eyJ[\w-]+(?:\.[\w-]*){0,2}"), "<token>"),
    (re.compile(r"(?i)\bbearer\s+[\w.~+/=-]+"), "Bearer <token>"),
    (
        re.compile(
            r"""(?i)(["']?\b(?:\w*token|password|passphrase|code|state|code_verifier|key)["']?\s*[=:]\s*)["']?[^\s"'&,}]+["']?"""
        ),
        r"\1<secret>",
    ),
    (re.compile(r"(?i)(/|%2F)(verify|reports(?:/|%2F)public)(?:/|%2F)[\w-]+"), r"\1\2/<token>"),
    (re.compile(r"\b[cs]{1,2}_(?:live|test)_\w+"), "<checkout>"),
    (re.compile(r"(?i)\b(?:sk|rk|pk)_(?:live|test)_\w+"), "<key>"),
    # begins where a word begins: else a long word without an address would be looked through once a letter
    (re.compile(r"(?<![\w.+%'-])[\w.+%'-]+(?:@|%40)[\w-]+(?:\.[\w-]+)*"), "<e-mail>"),
)
_STARTS = r"(?i)(?:(?<![A-Z0-9])|(?<=%[0-9A-F]{2}))"
_ENDS = r"(?![A-Z0-9])"
_VIN = re.compile(rf"{_STARTS}(?=[A-Z]*\d)[A-HJ-NPR-Z0-9]{{17}}{_ENDS}")
_GROUPED = re.compile(
    rf"{_STARTS}(?=[A-Z\s-]*\d)[A-HJ-NPR-Z0-9]{{3}}([\s-])[A-HJ-NPR-Z0-9]{{6}}\1[A-HJ-NPR-Z0-9]{{2}}\1[A-HJ-NPR-Z0-9]{{6}}{_ENDS}"
)
"""As screens show one (``domain.vin.grouped``)."""

_CONTROL = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]")
"""Line breaks of every kind, and marks that turn the direction of writing round: neither may forge a line."""


class Redactor:
    """Redacts text; VINs become ``WVW…#1f2e3d4c`` with a hash keyed per run, so that lines about one car can still be
    told apart."""

    def __init__(self, run_key: bytes) -> None:
        self._run_key = run_key

    def __call__(self, text: str) -> str:
        """``text`` without secrets, on one line, at most 2,000 characters."""
        text = _GROUPED.sub(self._vin, _VIN.sub(self._vin, text))
        for pattern, replacement in _RULES:
            text = pattern.sub(replacement, text)
        text = _CONTROL.sub(lambda found: found.group().encode("unicode_escape").decode("ascii"), text)
        return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"

    def _vin(self, match: re.Match[str]) -> str:
        vin = match.group()
        if vin.isdigit():
            return vin
        whole = "".join(letter for letter in vin if letter.isalnum())
        digest = hashlib.blake2b(whole.upper().encode(), key=self._run_key, digest_size=4).hexdigest()
        return f"{vin[:3]}…#{digest}"
