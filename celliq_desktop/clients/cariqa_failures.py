"""Cariqa's refusals in plain words: ``{detail, error: {type, details}}``, judged by type and never by prose.

401 and 403 mean the reverse of CellIQ's (research/apis.md 3): 401 says that the token was missing or is no token at
all, 403 that it was withdrawn or belongs to another environment. Neither is about the sign-in here.
"""

from typing import Any

from celliq_desktop.clients.failures import in_doubt, retry_after_s, words_of
from celliq_desktop.clients.transport import Answer, Transport
from celliq_desktop.domain.problems import NeedsYou, Problem, Refused, TryAgain
from celliq_desktop.domain.text import N_

_NEXT_STEPS = {
    "payment_method_error": N_("Choose another payment method at Cariqa."),
    "payment_error": N_("See to the payment method at Cariqa, then start again."),
    "pre_authorization_failed": N_("The bank wants to be asked first: confirm the payment in Cariqa's app."),
    "already_charging": N_("Stop the session that runs, or go on with it."),
    "billing_data_required": N_("Fill in the billing details at Cariqa."),
    "station_availability_issue": N_("Check that the car is plugged in, or choose another charging point."),
    "validation_error": N_("Check what you typed."),
}
_CODES = {
    "payment_method_error": "payment_refused",
    "payment_error": "payment_refused",
    "pre_authorization_failed": "payment_refused",
    "station_availability_issue": "station_unavailable",
    "validation_error": "not_accepted",
}
_UNKNOWN_STATE = 424
"""The charging point or its operator failed meanwhile: it may charge or not."""
_LONGEST = 300


def problem_of(transport: Transport, answer: Answer) -> Problem:
    """The problem behind an answer that is no success."""
    service, kind, said = transport.service, _type(answer.body), _details(answer.body)
    if answer.status == 401:
        return _token(service, N_("{service} did not understand the token.").format(service=service))
    if answer.status == 403:
        return _token(service, N_("{service} does not accept the token any more.").format(service=service))
    if answer.status == 423:
        wait = retry_after_s(answer.headers, transport.clock.now())
        return TryAgain(
            "locked", said or N_("{service} is busy with this user.").format(service=service), retry_after_s=wait
        )
    if answer.status == _UNKNOWN_STATE:
        return in_doubt(service)
    if answer.status in (400, 402, 409):
        code = _CODES.get(kind, kind) or {400: "not_accepted", 402: "payment_refused"}.get(answer.status, "conflict")
        words = said or N_("{service} does not accept this.").format(service=service)
        return Refused(code, words, safe=N_("Nothing was charged."), next_step=_NEXT_STEPS.get(kind, ""))
    return transport.problem(answer)


def _token(service: str, words: str) -> NeedsYou:
    return NeedsYou(
        "wrong_token",
        words,
        safe=N_("You stay signed in at CellIQ, and what is mirrored stays."),
        next_step=N_("Connect {service} again with a token of this server.").format(service=service),
    )


def _type(body: Any) -> str:
    error = body.get("error") if isinstance(body, dict) else None
    kind = error.get("type") if isinstance(error, dict) else None
    return kind if isinstance(kind, str) and len(kind) < 60 else ""


def _details(body: Any) -> str:
    """The service's own words; never the secret of a payment that may stand beside them."""
    error = body.get("error") if isinstance(body, dict) else None
    details = error.get("details") if isinstance(error, dict) else None
    return " ".join(details.split())[:_LONGEST] if isinstance(details, str) and details.strip() else words_of(body)
