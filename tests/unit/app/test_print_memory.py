"""The file that remembers what a queue of prints has still to do."""

from pathlib import Path

import pytest

from celliq_desktop.app.files import AtomicFiles
from celliq_desktop.app.print_memory import PrintMemoryFile
from celliq_desktop.domain.ids import ReportId
from celliq_desktop.domain.prints import ForgetfulPrintMemory, OpenPrints, PrintMemory, PrintOrder

_OPEN = OpenPrints(
    (PrintOrder(ReportId("rep_2"), "de"), PrintOrder(ReportId("rep_3"), "en")), (PrintOrder(ReportId("rep_1"), "de"),)
)


@pytest.mark.parametrize("kind", ["a file", "while the program runs"])
def test_it_comes_back_as_it_was(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "prints.json"
    memory: PrintMemory = PrintMemoryFile(path, AtomicFiles()) if kind == "a file" else ForgetfulPrintMemory()
    assert memory.load() == OpenPrints()
    memory.save(_OPEN)
    again = PrintMemoryFile(path, AtomicFiles()) if kind == "a file" else memory
    assert again.load() == _OPEN
    memory.save(OpenPrints())
    assert memory.load() == OpenPrints()
    assert not path.exists(), "nothing open leaves no file"
    memory.save(OpenPrints())


@pytest.mark.parametrize("text", ["", "[]", "{}", "[" * 9_999, "\x00", '{"waiting": [7], "begun": []}'])
def test_a_damaged_file_is_nothing_open(tmp_path: Path, text: str) -> None:
    path = tmp_path / "prints.json"
    path.write_text(text)
    assert PrintMemoryFile(path, AtomicFiles()).load() == OpenPrints()
