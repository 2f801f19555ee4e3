"""What changes something at CellIQ, one request each (specs/celliq.yaml): implements ``ports.CellIqChanges``."""

import threading
from collections.abc import Mapping

from celliq_desktop.clients import celliq_reader as reader
from celliq_desktop.clients import fields
from celliq_desktop.clients.celliq_lists import CellIqLists, in_path
from celliq_desktop.clients.celliq_session import MISSING, CellIqSession
from celliq_desktop.clients.failures import in_doubt
from celliq_desktop.clients.transport import Answer, Call
from celliq_desktop.domain.dealers import DealerSettings
from celliq_desktop.domain.ids import OperationId, VehicleId
from celliq_desktop.domain.invites import InviteAnswer, InviteOutcome
from celliq_desktop.domain.problems import NotOffered, Refused, TryAgain
from celliq_desktop.domain.reports import Report
from celliq_desktop.domain.text import N_


class CellIqChanges(CellIqLists):
    """The writes of one account. Thread-safe."""

    _report_type = "dealer"

    def __init__(self, session: CellIqSession) -> None:
        super().__init__(session)
        self._replayed: set[OperationId] = set()
        self._guard = threading.Lock()

    def generate_report(self, vehicle_id: VehicleId, op_id: OperationId) -> Report:
        """POST /reports/generate, once. InDoubt whenever the outcome is unknown; an answer without a report is in
        doubt, too."""
        answer = self._keyed("/reports/generate", {"vehicle_id": vehicle_id, "report_type": self._report_type}, op_id)
        if answer.status == 402:
            raise self._session.transport.problem(answer, self._session.checkout_url(answer))
        self._accepted(answer)
        try:
            made = reader.report(self._session.object(answer))
        except (fields.Unusable, TryAgain) as error:
            raise self._in_doubt() from error
        if made.vehicle_id != vehicle_id:
            raise self._in_doubt()
        return made

    def invite_seller(self, vin: str, seller_email: str, op_id: OperationId) -> InviteAnswer:
        """POST /dealer/vehicles/invite, once. A success whose body speaks of an error is in doubt
        (research/reliability.md N22)."""
        answer = self._keyed("/dealer/vehicles/invite", {"vin": vin, "seller_email": seller_email}, op_id)
        if answer.status == 409:
            return InviteAnswer(InviteOutcome.ALREADY)
        self._accepted(answer)
        body = answer.body if isinstance(answer.body, dict) else None
        ref = fields.text(body, "id") if body is not None else None
        if answer.status != 204 and (body is None or (ref is None and not body.keys().isdisjoint(("detail", "error")))):
            raise self._in_doubt()
        expires_at = fields.moment(body, "expires_at") if body is not None else None
        there_before = answer.status != 201 and body is not None and fields.moment(body, "created_at") is not None
        return InviteAnswer(InviteOutcome.ACCEPTED if there_before else InviteOutcome.SENT, ref, expires_at)

    def sync_vehicle(self, vehicle_id: VehicleId) -> None:
        """POST /vehicles/{id}/sync."""
        self._accepted(self._session.written(Call(method="POST", path=f"/vehicles/{in_path(vehicle_id)}/sync")))

    def disconnect_vehicle(self, vehicle_id: VehicleId) -> None:
        """DELETE /vehicles/{id}."""
        self._accepted(self._session.written(Call(method="DELETE", path=f"/vehicles/{in_path(vehicle_id)}")))

    def change_settings(self, patch: Mapping[str, str | None], etag: str | None = None) -> DealerSettings:
        """PATCH /dealer/settings (ASSUMED), under ``If-Match`` where the state it changes is known."""
        tagged = {"If-Match": etag} if etag else None
        answer = self._session.written(
            Call(method="PATCH", path="/dealer/settings", json=dict(patch), optional=True, headers=tagged)
        )
        if answer.status in MISSING:
            service = self._session.transport.service
            raise NotOffered(
                "not_offered", N_("{service} does not let these settings be changed from here.").format(service=service)
            )
        if answer.status == 412:
            raise Refused(
                "changed_elsewhere",
                N_("These details were changed elsewhere meanwhile."),
                safe=N_("Nothing was overwritten."),
                next_step=N_("Look at them in Settings and save again."),
            )
        self._accepted(answer)
        try:
            return reader.settings(self._session.object(answer))
        except (fields.Unusable, TryAgain) as error:
            raise self._in_doubt() from error

    def announce_seal(self, certificate_sha256: str) -> None:
        """POST /dealer/seal-certificates (ASSUMED); a server that has the certificate already says so with success."""
        body = {"certificate_sha256": certificate_sha256}
        answer = self._session.written(Call(method="POST", path="/dealer/seal-certificates", json=body, optional=True))
        if answer.status in MISSING:
            service = self._session.transport.service
            raise NotOffered("not_offered", N_("{service} keeps no seals of its dealers.").format(service=service))
        self._accepted(answer)

    def was_replayed(self, op_id: OperationId) -> bool:
        """True when the last answer to this operation carried ``Idempotent-Replayed: true``."""
        with self._guard:
            return op_id in self._replayed

    def _keyed(self, path: str, body: dict[str, str], op_id: OperationId) -> Answer:
        answer = self._session.written(Call(method="POST", path=path, json=body, idempotency_key=op_id))
        if answer.headers.get("idempotent-replayed", "").strip().lower() == "true":
            with self._guard:
                self._replayed.add(op_id)
        return answer

    def _accepted(self, answer: Answer) -> None:
        if not answer.ok:
            raise self._session.transport.problem(answer)

    def _in_doubt(self) -> Exception:
        return in_doubt(self._session.transport.service)
