"""An issued report as a file for machines: its twin, or the fields of a public data model."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from celliq_desktop.domain.ids import ReportId
from celliq_desktop.domain.problems import NeedsYou
from celliq_desktop.domain.text import N_
from celliq_desktop.reports.data_models import MODELS
from celliq_desktop.reports.twin import twin_json
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.report_content import check_in_force, content_for, issued_report, own_link

TWIN = "twin"
FORMATS = (TWIN, *MODELS)
"""What a report can be written as, beside the sealed paper."""


@dataclass(frozen=True, slots=True)
class WrittenData:
    """A file that was written, with its SHA-256 in lower-case hexadecimal."""

    path: str
    sha256: str


def export_data(desk: Desk, report_id: ReportId, *, out: Path, form: str, language: str) -> WrittenData:
    """Write ``form`` (one of ``FORMATS``) to ``out``; the file carries no seal. Refused as for the sealed paper:
    ``not_in_force``, ``not_in_record``, ``record_differs``, ``verify_url_differs``; NeedsYou ``usage`` for another
    form."""
    if form not in FORMATS:
        raise NeedsYou(
            "usage",
            N_("There is no format “{form}”.").format(form=form),
            next_step=N_("Choose one of: {list}.").format(list=", ".join(FORMATS)),
        )
    report = issued_report(desk, report_id)
    check_in_force(desk, report)
    content = content_for(desk, report, language, own_link(desk, report))
    if form == TWIN:
        text = twin_json(content)
    else:
        text = json.dumps(MODELS[form](content), indent=1, ensure_ascii=False, allow_nan=False) + "\n"
    data = text.encode("utf-8")
    desk.files.write(out, data)
    return WrittenData(str(out), hashlib.sha256(data).hexdigest())
