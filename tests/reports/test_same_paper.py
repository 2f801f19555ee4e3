"""The paper can be drawn again from its twin, to the last byte; a twin that says two things is refused."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from celliq_desktop.domain.health import EstimateStatus
from celliq_desktop.reports.canonical import canonical
from celliq_desktop.reports.content import ReportContent
from celliq_desktop.reports.pdf import LANGUAGES, render
from celliq_desktop.reports.twin import content_from_twin, twin_json
from tests.reports.contents import content, full_report, refused, without_estimate
from tests.support import vehicle_details

_CASES = {
    **{language: content(language=language) for language in LANGUAGES},
    "sample": content(sample=True),
    "refused": refused(),
    "without estimate": without_estimate(),
    "bare record": content(vehicle_details.report()),
    "provisional": content(health=replace(vehicle_details.estimate(), status=EstimateStatus.PROVISIONAL)),
    "odd texts": replace(content(), footer='Ω "quoted"\n\u2028 \\ {braces}', dealer_address=None),
    "whole numbers": content(replace(full_report(), nominal_capacity_kwh=58, odometer_km=48_000, soh_percent=92)),
}


@pytest.mark.parametrize("case", _CASES.values(), ids=_CASES.keys())
def test_the_pages_drawn_from_the_twin_are_the_same_bytes(case: ReportContent) -> None:
    twin = twin_json(case)
    again = content_from_twin(twin)
    assert render(again) == render(case)
    assert twin_json(again) == twin


def test_nothing_of_the_server_that_is_not_the_buyers_stands_in_the_twin() -> None:
    private = replace(full_report(), raw='{"secret": "seller@example.org"}', credits_charged=7)
    assert "seller@example.org" not in twin_json(content(private))


_CHANGES: dict[str, tuple[str, ...]] = {
    "figure for machines": ("official", "soh_percent", "value"),
    "figure on the paper": ("paper", "report", "soh_percent"),
    "grade for machines": ("estimate", "grade"),
    "grade on the paper": ("paper", "estimate", "grade"),
    "name of the renderer": ("renderer",),
    "what telemetry cannot give": ("annex_xiii", "power_fade", "value"),
}


@pytest.mark.parametrize("path", _CHANGES.values(), ids=_CHANGES.keys())
def test_a_twin_that_says_one_thing_here_and_another_there_is_refused(path: tuple[str, ...]) -> None:
    said = json.loads(twin_json(content()))
    place = said
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = 99.0 if path[-1] in ("value", "soh_percent") else "A"
    with pytest.raises(ValueError, match="twin"):
        content_from_twin(canonical(said))


@pytest.mark.parametrize("twin", ["", "[]", "{}", '{"renderer":"celliq-paper/7"}', "[" * 9_999])
def test_what_is_no_twin_is_refused(twin: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        content_from_twin(twin)


@given(st.data())
def test_an_altered_twin_is_refused_or_is_the_whole_twin_of_another_paper(data: st.DataObject) -> None:
    said = json.loads(twin_json(content()))
    part = data.draw(st.sampled_from(["paper", "evidence", "estimate", "official"]))
    key = data.draw(st.sampled_from(sorted(said[part])))
    said[part][key] = data.draw(
        st.sampled_from([None, [], {}, "x", -1, True, [1, "a"]]).filter(lambda x: x != said[part][key])
    )
    twin = canonical(said)
    try:
        found = content_from_twin(twin)
    except ValueError:
        return
    assert twin_json(found) == twin
