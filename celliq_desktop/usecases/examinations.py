"""Look at a stranger's file: its seal, its sealed data, its pages and its codes.

Everything here reads what somebody else wrote, so the program runs it in a process of its own
(``app/examinations``)."""

import json
from dataclasses import astuple, replace

from celliq_desktop.domain.examinations import Examination, SealsAlike, TwinFacts
from celliq_desktop.domain.ports import SealChecker
from celliq_desktop.domain.reports import SealCheck, Verdict
from celliq_desktop.domain.text import N_
from celliq_desktop.reports import qr
from celliq_desktop.reports.records import read_record, write_record
from celliq_desktop.reports.twin import twin_facts
from celliq_desktop.usecases.page_check import page_doubt

_LONGEST_FACT = 300
_MOST_CODES = 20
_LONGEST_CODE = 500


class Examiner:
    """Implements ``domain.examinations.FileExaminer`` in this process."""

    def __init__(self, checker: SealChecker, sealed_alike: SealsAlike) -> None:
        self._checker = checker
        self._sealed_alike = sealed_alike

    def examine(self, pdf: bytes) -> Examination:
        """Seal first; pages are read only when the seal holds, codes only when there is none."""
        seal = self._checker.check(pdf)
        twin, seal = seal.twin or "", replace(seal, twin=None)
        if seal.verdict is not Verdict.AUTHENTIC:
            return Examination(seal=seal, codes=() if seal.signed else _codes(pdf))
        facts = _sane(twin_facts(twin))
        if not facts.complete:
            return Examination(seal=seal, facts=facts)
        return Examination(seal=seal, facts=facts, doubt=page_doubt(pdf, facts, seal, twin, self._sealed_alike))


def in_doubt(reason: str) -> Examination:
    """Nothing could be found out, because of ``reason``, a sentence."""
    return Examination(seal=SealCheck(verdict=Verdict.UNVERIFIABLE, reasons=(reason,)))


def written(found: Examination) -> bytes:
    """``found`` as JSON."""
    return json.dumps(write_record(found)).encode()


def read(text: bytes) -> Examination:
    """The examination that ``written`` made ``text`` of; ValueError for anything else."""
    try:
        return read_record(Examination, json.loads(text))
    except (TypeError, RecursionError, OverflowError) as error:
        raise ValueError(N_("not an examination")) from error


def _sane(facts: TwinFacts) -> TwinFacts:
    """Texts longer than those of any report are as good as none: nobody could read them, and a screen would choke."""
    too_long = any(isinstance(fact, str) and len(fact) > _LONGEST_FACT for fact in astuple(facts))
    return TwinFacts() if too_long else facts


def _codes(pdf: bytes) -> tuple[str, ...]:
    try:
        found = qr.read_back(pdf)
    except Exception:  # most files are no paper at all, and a hostile one may break any reader
        return ()
    return tuple(code for code in found[:_MOST_CODES] if len(code) <= _LONGEST_CODE)
