"""A sealed and timestamped report is still an archive, PDF/A-3a, with the twin as its one associated file."""

import io

import pikepdf

from celliq_desktop.domain.paper import TWIN_NAME
from celliq_desktop.reports.twin import twin_json
from celliq_desktop.signing.seal import PadesSealer
from celliq_desktop.signing.timestamper import DocumentTimestamper
from tests.reports.archive_rules import broken_rules
from tests.signing.authorities import StampOffice
from tests.usecases.papers import content, sealed


def test_a_sealed_and_timestamped_paper_keeps_the_rules_of_the_archive(sealer: PadesSealer) -> None:
    paper = sealed(sealer, content())
    stamped, _at = DocumentTimestamper(StampOffice()).append(paper.data)
    assert broken_rules(paper.data) == []
    assert broken_rules(stamped) == []
    with pikepdf.open(io.BytesIO(stamped)) as document:
        (twin,) = document.Root["/AF"]
        assert (str(twin["/UF"]), str(twin["/AFRelationship"])) == (TWIN_NAME, "/Data")
        assert str(twin["/EF"]["/F"]["/Subtype"]) == "/application/json"
        assert twin["/EF"]["/F"].read_bytes().decode() == twin_json(content())
