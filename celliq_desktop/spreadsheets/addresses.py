"""E-mail addresses as cells hold them: syntax only, nobody is asked whether they exist."""

import re
from dataclasses import dataclass
from functools import lru_cache

from email_validator import EmailNotValidError, validate_email

from celliq_desktop.domain.text import N_

_LONGEST = 254
"""RFC 5321: the longest address a mail server must take."""
_PLAIN = re.compile(r"([A-Za-z0-9!#$%&*+/=?^_{|}~-]+(?:\.[A-Za-z0-9!#$%&*+/=?^_{|}~-]+)*)@([^\s@<>,;:\"()\[\]]+)")
_INSIDE = re.compile(r"[^\s@<>,;:\"()\[\]|]+@[^\s@<>,;:\"()\[\]|]+")
_WRAPPED = re.compile(r"[^<>]*<([^<>]+)>")
_AIR = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_MAILTO = "mailto:"


@dataclass(frozen=True, slots=True)
class Address:
    """``email`` as it is sent (a domain with letters beyond ASCII in its registered form); ``message`` says what is
    wrong, empty when nothing is."""

    email: str
    message: str = ""


def address_in(cell: str) -> Address:
    """Read one cell; never raises."""
    text = cell.strip().strip(_AIR).strip()
    plain = _PLAIN.fullmatch(text)
    if plain is not None and len(plain.group(1)) <= 64:
        domain = _domain(plain.group(2))
        if domain is not None:
            return _within(f"{plain.group(1)}@{domain}")
    return _judged(text)


def _judged(text: str) -> Address:
    """The slow and thorough way, for what does not look plain."""
    if not text:
        return Address("", N_("There is no e-mail address."))
    wrapped = _WRAPPED.fullmatch(text)
    text = (wrapped.group(1) if wrapped else text).strip().strip("'\"")
    if text.lower().startswith(_MAILTO):
        text = text[len(_MAILTO) :].partition("?")[0]
    text = text.rstrip(".,;")
    several = _INSIDE.findall(text)
    if len(several) > 1:
        return Address(text, N_("There are {n} addresses in one cell; one car has one seller.").format(n=len(several)))
    try:
        found = validate_email(text, check_deliverability=False, allow_smtputf8=False, test_environment=True)
    except EmailNotValidError as error:
        return Address(text, _words(text, str(error)))
    return _within(found.ascii_email or found.normalized)


def _within(email: str) -> Address:
    if len(email) > _LONGEST:
        return Address(
            email,
            N_("An e-mail address has at most {longest} characters; this one has {n}.").format(
                longest=_LONGEST, n=len(email)
            ),
        )
    return Address(email)


@lru_cache(maxsize=20_000)
def _domain(domain: str) -> str | None:
    """The domain as it is sent; None when it is none. Lists repeat their domains, so each is checked once."""
    try:
        return validate_email(f"a@{domain}", check_deliverability=False, test_environment=True).ascii_domain
    except EmailNotValidError:
        return None


def _words(text: str, said: str) -> str:
    if "@" not in text:
        return N_("This is no e-mail address: it has no @.")
    return N_("This is no e-mail address. {said}").format(said=said)
