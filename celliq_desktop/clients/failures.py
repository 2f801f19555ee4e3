"""From status codes and network errors to problems in plain words: once, here, for every service."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from celliq_desktop.domain.clock_skew import ClockSkew
from celliq_desktop.domain.problems import InDoubt, NeedsYou, Problem, Refused, TryAgain
from celliq_desktop.domain.text import N_

_LONGEST_WAIT_S = 900.0
_LONGEST_WORDS = 300
_ASKS_FOR_A_PAUSE = frozenset({409, 429, 503})
"""Elsewhere the header means nothing: ev.energy's contract puts an hour on every answer (research/apis.md 2)."""


@dataclass(frozen=True, slots=True)
class Failure:
    """What went wrong in one exchange: ``status`` and ``body`` when there was a whole answer."""

    status: int
    headers: Mapping[str, str]
    body: Any


def unreachable(service: str, error: httpx.HTTPError) -> TryAgain:
    """No answer, and surely nothing was sent."""
    said = str(error)
    next_step = N_("Check the network; it is tried again by itself.")
    if "CERTIFICATE_VERIFY_FAILED" in said or "certificate" in said.lower():
        why = f"The network does not let {service} prove who it is, so nothing was sent"
        next_step = N_(
            "This network may want you to sign in: open a browser. Also check this computer's date and time."
        )
    elif said.startswith("proxy: "):
        why = f"The proxy of this network does not let {service} through ({said.removeprefix('proxy: ')})"
        next_step = N_("Ask your administrator; the proxy settings of this computer are used.")
    elif "Name or service" in said or "getaddrinfo" in said:
        why = "There is no network"
    else:
        why = f"{service} cannot be reached"
    return TryAgain(
        "offline",
        f"{why}.",
        safe=N_("What is mirrored stays readable, and what you changed is kept."),
        next_step=next_step,
    )


def too_slow(service: str) -> TryAgain:
    """The total deadline passed."""
    return TryAgain(
        "timeout",
        N_("{service} took too long to answer.").format(service=service),
        next_step=N_("It is tried again by itself."),
    )


def paused(service: str, seconds: float) -> TryAgain:
    """The server asked for a pause before, and it is not over; nothing was sent."""
    return TryAgain(
        "rate_limited",
        N_("{service} asks for a pause.").format(service=service),
        retry_after_s=seconds,
        next_step=N_("It goes on by itself."),
    )


def resting(service: str, seconds: float) -> TryAgain:
    """The server has only failed lately, so it is left alone for a while; nothing was sent."""
    return TryAgain(
        "server_error",
        N_("{service} does not answer as it should at the moment.").format(service=service),
        safe=N_("What is mirrored stays readable, and what you changed is kept."),
        retry_after_s=seconds,
        next_step=N_("It is tried again by itself."),
    )


def broken_answer(service: str, why: str) -> TryAgain:
    """An answer that cannot be used; as a whole, never in part."""
    return TryAgain(
        "bad_answer",
        N_("{service} sent an answer that cannot be used ({why}).").format(service=service, why=why),
        safe=N_("Nothing of it was taken over."),
        next_step=N_("Try again; if it stays, tell CellIQ support."),
    )


def captive_portal(service: str) -> NeedsYou:
    """A web page where data should be: a hotel's or guest network's sign-in."""
    return NeedsYou(
        "captive_portal",
        N_("A web page answered instead of {service}: this network probably wants you to sign in.").format(
            service=service
        ),
        next_step=N_("Open a browser, sign in to the network, then try again."),
    )


def in_doubt(service: str) -> InDoubt:
    """A write whose outcome is unknown."""
    return InDoubt(
        "in_doubt",
        N_("{service} did not confirm. It may or may not have happened.").format(service=service),
        safe=N_("It is checked with the server before anything is sent again."),
        next_step=N_("Nothing to do; Activity shows how it ends."),
    )


def retry_after_s(headers: Mapping[str, str], now: datetime) -> float | None:
    """``Retry-After`` in seconds, from either form, between 0 and fifteen minutes; None when absent or unreadable.
    ev.energy's contract spells it ``RetryAfter``."""
    text = (headers.get("retry-after") or headers.get("retryafter", "")).strip()
    if text.isascii() and text.isdigit():
        return min(_LONGEST_WAIT_S, float(text[:12]))
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return min(_LONGEST_WAIT_S, max(0.0, (moment - now).total_seconds())) if moment.tzinfo else None


def skew_of(headers: Mapping[str, str], now: datetime) -> ClockSkew | None:
    """How far ``now`` is from the answer's ``Date``; None where it has none that can be read."""
    try:
        moment = parsedate_to_datetime(headers.get("date", ""))
    except ValueError:
        return None
    return ClockSkew((now - moment).total_seconds()) if moment.tzinfo else None


def problem_of(service: str, failure: Failure, now: datetime, checkout_url: str | None = None) -> Problem:
    """The problem behind an answer that is no success. ``checkout_url`` has passed the URL policy already."""
    said = words_of(failure.body)
    wait = retry_after_s(failure.headers, now) if failure.status in _ASKS_FOR_A_PAUSE else None
    if failure.status == 401:
        return signed_out()
    if failure.status == 402:
        return NeedsYou(
            "payment_required",
            said or N_("There are no credits left."),
            safe=N_("Nothing was charged."),
            next_step=N_("Buy credits, then continue; the same report is used."),
            url=checkout_url,
        )
    if failure.status in (409, 429) or failure.status >= 500:
        return _later(service, failure.status, said, wait)
    return _refused(service, failure, said)


def _later(service: str, status: int, said: str, wait: float | None) -> TryAgain:
    if status == 409:
        return TryAgain(
            "conflict", said or N_("{service} is still working on this.").format(service=service), retry_after_s=wait
        )
    if status == 429:
        return TryAgain(
            "rate_limited",
            N_("{service} asks for a pause.").format(service=service),
            retry_after_s=wait,
            next_step=N_("It goes on by itself."),
        )
    return TryAgain(
        "server_error",
        N_("{service} has a fault of its own (status {status}).").format(service=service, status=status),
        retry_after_s=wait,
        next_step=N_("Try again later."),
    )


def _refused(service: str, failure: Failure, said: str) -> Problem:
    if failure.status == 403:
        return Refused(
            "no_permission", said or N_("Your role has no access."), next_step=N_("Ask the account's owner.")
        )
    if failure.status in (404, 410):
        return Refused("not_found", said or N_("{service} no longer has this.").format(service=service))
    if failure.status in (400, 422):
        words = said or N_("{service} cannot do this with the data it has.").format(service=service)
        return Refused("insufficient_data", words, reasons=reasons_of(failure.body))
    return broken_answer(service, f"status {failure.status}")


def signed_out() -> NeedsYou:
    """The refresh token is no longer accepted."""
    return NeedsYou(
        "signed_out",
        N_("You are signed out."),
        safe=N_("The mirror and everything that waits to be sent are kept."),
        next_step=N_("Sign in again."),
    )


def not_renewed(retry_after_s: float | None = None) -> TryAgain:
    """The server did not give new tokens, and did not say that the old one is over either."""
    return TryAgain(
        "not_renewed",
        N_("The sign-in could not be renewed just now."),
        safe=N_("You stay signed in, and nothing was sent."),
        next_step=N_("It is tried again by itself."),
        retry_after_s=retry_after_s,
    )


def words_of(body: Any) -> str:
    """``detail`` of an error body, in any of the forms servers use; plain text, shortened."""
    detail = body.get("detail") if isinstance(body, dict) else None
    if isinstance(detail, dict):
        detail = detail.get("message") or detail.get("detail")
    if isinstance(detail, list):
        detail = "; ".join(_complaint(one) for one in detail if isinstance(one, dict))
    text = " ".join(detail.split()) if isinstance(detail, str) else ""
    return text if len(text) <= _LONGEST_WORDS else text[: _LONGEST_WORDS - 1] + "…"


def _complaint(one: dict[str, Any]) -> str:
    """One line of a web framework's list: the field, where it names one, and what is wrong with it."""
    where, said = one.get("loc"), str(one.get("msg", ""))
    named = isinstance(where, list) and len(where) > 1 and isinstance(where[-1], str)
    return f"{where[-1]}: {said}" if named and isinstance(where, list) else said


def reasons_of(body: Any) -> tuple[str, ...]:
    """Sentences of the requirements a 422 lists as unmet."""
    listed = body.get("requirements") if isinstance(body, dict) else None
    if not isinstance(listed, list):
        return ()
    unmet = [one for one in listed if isinstance(one, dict) and one.get("met") is False]
    return tuple(str(one.get("message") or one.get("code") or "")[:_LONGEST_WORDS] for one in unmet)
