"""A stranger's file is looked at in a process of its own, its data and its pages included."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from celliq_desktop.app.examinations import IsolatedExaminer
from celliq_desktop.app.main import main
from celliq_desktop.domain.reports import Verdict
from celliq_desktop.reports.twin import twin_json
from celliq_desktop.signing.check import AcceptancePolicy
from celliq_desktop.signing.likeness import sealed_alike
from celliq_desktop.signing.seal import PadesSealer
from celliq_desktop.usecases.examinations import Examiner
from tests.support.shared_data import shared
from tests.usecases.papers import Judge, Paper, content, record_of, sealed

_MANY = 1_000_000


def test_the_process_says_what_is_said_here(examiner: IsolatedExaminer, paper: Paper) -> None:
    here = Examiner(AcceptancePolicy(), sealed_alike)
    for data in (paper.data, paper.data[:-1], b"hello", b""):
        assert examiner.examine(data) == here.examine(data)


def _stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    stand_in = tmp_path / "python"
    stand_in.write_text(f"#!{sys.executable}\n{code}\n", encoding="utf-8")
    stand_in.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(stand_in))


_READY = "import sys; sys.stdout.write(chr(0) * 8); sys.stdout.flush(); sys.stdin.buffer.read(13);"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("import os; os.abort()", "cannot be started"),
        ("print('Traceback')", "cannot be started"),
        (_READY + "all(iter(lambda: True, False))", "longer than"),
        (_READY + "import os; os.abort()", "stopped unexpectedly"),
        (_READY + "print('{}')", "stopped unexpectedly"),
        (_READY + "print(chr(127) * 8 + '{}', flush=True)", "stopped unexpectedly"),
        (_READY + "print(chr(0) * 7 + chr(2) + '{}', flush=True)", "no clear answer"),
        (_READY + "print(chr(0) * 7 + chr(2) + '[]', flush=True)", "no clear answer"),
    ],
)
def test_a_process_that_fails_leaves_the_file_unverified(
    code: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _stand_in(tmp_path, monkeypatch, code)
    examiner = IsolatedExaminer(timeout_s=1.0)
    result = examiner.examine(b"%PDF-").seal
    examiner.close()
    assert result.verdict is Verdict.UNVERIFIABLE
    assert said in result.reasons[0]


def test_a_process_that_cannot_start_leaves_the_file_unverified(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    result = IsolatedExaminer().examine(b"%PDF-").seal
    assert result.verdict is Verdict.UNVERIFIABLE
    assert "cannot be started" in result.reasons[0]


_HARMFUL = {
    "memory": ("bytes(2 * 1024**3)", "stopped unexpectedly"),
    "a crash": ("__import__('os').abort()", "stopped unexpectedly"),
    "an endless loop": ("all(iter(lambda: True, False))", "stopped unexpectedly"),
}


def test_a_file_that_harms_its_reader_harms_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each harm stands for what a flaw in a library lets a file do; the next file finds everything as it was."""
    harms = ", ".join(f"{name.encode()!r}: lambda: {harm}" for name, (harm, _said) in _HARMFUL.items())
    code = f"""
from celliq_desktop.app import examining
examining.CPU_SECONDS = 1
real, harms = examining._answered, {{{harms}}}
examining._answered = lambda message: harms[message[1:]]() if message[1:] in harms else real(message)
examining.main()"""
    _stand_in(tmp_path, monkeypatch, code)
    examiner = IsolatedExaminer(timeout_s=60.0)
    for name, (_harm, said) in _HARMFUL.items():
        hurt = examiner.examine(name.encode()).seal
        assert hurt.verdict is Verdict.UNVERIFIABLE
        assert said in hurt.reasons[0], name
        assert examiner.examine(b"hello").seal.verdict is Verdict.FOREIGN
    examiner.close()


def test_a_frozen_program_starts_itself_for_it(paper: Paper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _stand_in(tmp_path, monkeypatch, "import sys\nfrom celliq_desktop.app.main import main\nsys.exit(main())")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    examiner = IsolatedExaminer()
    assert examiner.examine(paper.data).seal.verdict is Verdict.AUTHENTIC
    examiner.close()


def test_the_process_ends_when_nobody_asks_any_more(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    nothing = tmp_path / "nothing"
    nothing.touch()
    with nothing.open() as closed:
        monkeypatch.setattr(sys, "stdin", closed)
        assert main(["--examine-files"]) == 0


def _changed(change: Callable[[dict[str, object]], object]) -> str:
    twin = json.loads(twin_json(content()))
    change(twin)
    return json.dumps(twin)


def _sessions(twin: dict[str, object]) -> object:
    evidence = twin["evidence"]
    assert isinstance(evidence, dict)
    one = evidence["sessions"][0]
    evidence["sessions"] = [one] * (4_500_000 // len(json.dumps(one)))
    return evidence


def _vehicle(field: str, value: object) -> Callable[[dict[str, object]], object]:
    def change(twin: dict[str, object]) -> object:
        vehicle = twin["vehicle"]
        assert isinstance(vehicle, dict)
        vehicle[field] = {"value": value}
        return vehicle

    return change


_TWINS: dict[str, Callable[[], str]] = {
    "a million sessions": lambda: _changed(lambda twin: twin.update(evidence={"sessions": [0] * _MANY})),
    "sessions as many as fit": lambda: _changed(_sessions),
    "not a number": lambda: _changed(_vehicle("odometer", float("nan"))),
    "infinite": lambda: _changed(lambda twin: twin.update(official={"soh_percent": {"value": float("inf")}})),
    "a huge number": lambda: '{"token": 1' + "0" * 4_000_000 + "}",
    "a huge name": lambda: _changed(_vehicle("model", "A" * 4_000_000)),
    "a name with commands": lambda: _changed(_vehicle("model", "<para><img src='/etc/passwd'/></para>" * 50)),
    "deep arrays": lambda: "[" * 2_000_000 + "]" * 2_000_000,
    "deep objects": lambda: '{"a":' * 400_000 + "1" + "}" * 400_000,
    "the same key again and again": lambda: '{"a": 1' + ', "a": 1' * 500_000 + "}",
    "another version with huge words": lambda: _changed(
        lambda twin: twin.update(renderer="celliq-paper/99", issuer="B" * 4_000_000)
    ),
    "more than any twin": lambda: '"' + "x" * 6_000_000 + '"',
}


@pytest.mark.parametrize("twin", _TWINS.values(), ids=_TWINS.keys())
def test_a_hostile_twin_under_a_good_seal_is_never_green(
    examiner: IsolatedExaminer, judge: Judge, sealer: PadesSealer, twin: Callable[[], str]
) -> None:
    odd = sealed(sealer, content(), twin=twin())
    said = judge(odd.data, record_of(odd), own=odd.certificate, examiner=examiner)
    assert said.verdict in (Verdict.UNVERIFIABLE, Verdict.ALTERED)
    assert all(reason.endswith(".") and len(reason) < 400 for reason in said.reasons)
    assert len(said.vehicle or "") < 400


def test_signed_files_of_strangers_are_never_green_on_the_whole_path(
    examiner: IsolatedExaminer, judge: Judge, paper: Paper
) -> None:
    files = sorted(shared("data/signed-pdfs").rglob("*.pdf"))
    assert len(files) > 15
    for path in files:
        said = judge.verified(path, record_of(paper), examiner=examiner)
        assert said.verdict in (Verdict.FOREIGN, Verdict.UNVERIFIABLE), path.name
        assert said.reasons
