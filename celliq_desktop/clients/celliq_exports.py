"""The dealer's reports as the server's own file (specs/celliq.yaml): implements ``page_ports.CellIqExports``."""

from datetime import date

from celliq_desktop.clients.celliq_session import CellIqSession
from celliq_desktop.clients.failures import broken_answer
from celliq_desktop.clients.transport import Call
from celliq_desktop.domain.text import N_

_TABLES = ("text/csv", "application/csv", "text/plain", "application/octet-stream")
"""The seed names no type; servers give a CSV file any of these, and whether it is a table is seen when it is read."""


class CellIqExports:
    """What ``CellIqClient`` hands over as files."""

    _session: CellIqSession

    def export_reports(self, first: date | None = None, last: date | None = None) -> bytes:
        """GET /dealer/reports/export as CSV, as it is; whoever writes it for a spreadsheet must defuse its cells."""
        query: dict[str, str | int] = {"format": "csv"}
        if first is not None:
            query["from"] = first.isoformat()
        if last is not None:
            query["to"] = last.isoformat()
        answer = self._session.authorised(
            Call(method="GET", path="/dealer/reports/export", query=query, accepts=_TABLES)
        )
        if not isinstance(answer.body, bytes):
            raise broken_answer(self._session.transport.service, N_("it is no table"))
        return answer.body
