"""The published schema of the twin: ``python -m tests.reports.schema`` writes ``resources/report/twin.schema.json``
anew."""

import json
from pathlib import Path

from celliq_desktop.reports.twin_schema import twin_schema
from tests.reports.contents import content

FILE = Path(__file__).parents[2] / "resources/report/twin.schema.json"


def made() -> str:
    """The text of the file as the code would write it now."""
    return json.dumps(twin_schema(content()), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    FILE.write_text(made(), encoding="utf-8")
