"""Buying credits and looking at the plan: the pages a person is sent to (specs/celliq.yaml): implements
``page_ports.CellIqBilling``. Every URL passes the policy before it leaves this file."""

from celliq_desktop.clients import celliq_reader as reader
from celliq_desktop.clients import fields
from celliq_desktop.clients.celliq_session import CellIqSession
from celliq_desktop.clients.failures import broken_answer
from celliq_desktop.clients.transport import Answer, Call
from celliq_desktop.domain.billing import Checkout, Subscription
from celliq_desktop.domain.ids import OperationId
from celliq_desktop.domain.problems import InDoubt, TryAgain
from celliq_desktop.domain.text import N_
from celliq_desktop.domain.urls import PAYMENT_HOSTS, checked_url


class CellIqBilling:
    """What ``CellIqClient`` says about money."""

    _session: CellIqSession

    def subscription(self) -> Subscription:
        """GET /payments/subscription."""
        return self._session.one("/payments/subscription", reader.subscription)

    def create_checkout(self, quantity: int, key: OperationId) -> Checkout:
        """POST /payments/create-checkout for so many credits. A page that nobody has paid on costs nothing, so a lost
        answer is no doubt: TryAgain, and the same key gives the same page where the server knows keys."""
        body = {"kind": "credits", "quantity": quantity}
        call = Call(method="POST", path="/payments/create-checkout", json=body, idempotency_key=key)
        try:
            answer = self._session.written(call)
        except InDoubt as error:
            raise TryAgain(
                "no_checkout",
                N_("CellIQ did not give a checkout page."),
                safe=N_("Nothing was paid."),
                next_step=N_("Try again."),
            ) from error
        if not answer.ok:
            raise self._session.transport.problem(answer)
        row = self._session.object(answer)
        url = self._page(fields.text(row, "checkout_url") or fields.text(row, "url"))
        return Checkout(url, fields.text(row, "session_id"), fields.moment(row, "expires_at"))

    def portal_url(self) -> str:
        """GET /payments/portal: every call opens a session at the payment service, so it is asked for when a person
        wants it and never before. A server may answer with a redirect instead of an object."""
        answer = self._session.authorised(
            Call(method="GET", path="/payments/portal", redirects=True), accept=(301, 302, 303, 307, 308)
        )
        return self._page(_location(answer))

    def _page(self, url: str | None) -> str:
        if url is None:
            raise broken_answer(self._session.transport.service, "it holds no address")
        return checked_url(url, api_url=self._session.transport.base_url, allowed_hosts=PAYMENT_HOSTS)


def _location(answer: Answer) -> str | None:
    if not answer.ok:
        return answer.headers.get("location")
    row = answer.body if isinstance(answer.body, dict) else {}
    return fields.text(row, "portal_url") or fields.text(row, "url")
