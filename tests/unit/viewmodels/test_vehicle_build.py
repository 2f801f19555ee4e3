"""What the vehicle screen says about a car."""

from dataclasses import replace

from celliq_desktop.domain.health import EstimateStatus
from celliq_desktop.domain.reports import ReportStatus, Requirement, Validation
from celliq_desktop.viewmodels.formats import NOTHING, Formats
from celliq_desktop.viewmodels.vehicle.build import question_of, ready_state
from celliq_desktop.viewmodels.vehicle.states import Tone, VehicleState
from tests.support.vehicle_details import ID, NOW, detail, estimate, report

FORMATS = Formats()


def test_the_verdict_carries_its_interval_evidence_and_the_servers_figure_beside_it() -> None:
    state = ready_state(VehicleState(), detail(estimate(), report()), NOW, FORMATS)
    verdict = state.verdict
    assert verdict is not None
    assert (verdict.figure, verdict.interval, verdict.grade, verdict.tone) == ("91.4", "±2.8", "B", Tone.GOOD)
    assert verdict.evidence == "Estimated from 4 charges, newest 23 hours ago; 1 left out."
    assert verdict.server == "CellIQ's own figure: 92.1\u202f%"
    assert verdict.disagreement == ""


def test_a_server_figure_outside_the_interval_is_flagged() -> None:
    verdict = ready_state(VehicleState(), detail(estimate(), server_soh=97.0), NOW, FORMATS).verdict
    assert verdict is not None
    assert "outside this desk's interval" in verdict.disagreement


def test_a_refused_estimate_has_no_number_and_says_why() -> None:
    verdict = ready_state(VehicleState(), detail(estimate(EstimateStatus.REFUSED)), NOW, FORMATS).verdict
    assert verdict is not None
    assert verdict.figure == NOTHING
    assert verdict.headline == "One charge is too little."
    assert verdict.tone is Tone.NONE


def test_a_car_without_telemetry_says_so() -> None:
    state = ready_state(VehicleState(), detail(None, report()), NOW, FORMATS)
    assert state.verdict is not None
    assert state.verdict.headline.startswith("No telemetry")
    assert state.curves is None
    assert [line.status for line in state.reports] == ["Valid"]


def test_rejected_sessions_stay_in_the_table_and_the_plot_with_their_reason() -> None:
    state = ready_state(VehicleState(), detail(estimate()), NOW, FORMATS)
    assert [line.used for line in state.sessions] == [True, True, False, True, True]
    assert "Only 12 points" in state.sessions[2].verdict
    assert state.fit is not None
    assert state.fit.used.tolist() == [True, True, False, True, True]
    assert round(state.fit.slope, 2) == 0.53


def test_the_curve_is_told_to_a_screen_reader() -> None:
    state = ready_state(VehicleState(), detail(estimate()), NOW, FORMATS)
    assert state.curves is not None
    assert "from 110\u202fkW at 10 % to 45\u202fkW at 70 %" in state.curves.words


def test_the_question_names_price_and_balance() -> None:
    car = detail(estimate())
    state = question_of(VehicleState(), car, Validation(ID, valid=True, credits_required=1, credits_balance=24))
    assert state.question is not None
    assert state.question.detail == "It uses 1 credit. You have 24."
    assert not state.question.again


def test_a_second_report_must_be_meant() -> None:
    car = detail(estimate(), report(1, ReportStatus.VALID))
    state = question_of(VehicleState(), car, Validation(ID, valid=True, credits_required=1, credits_balance=24))
    assert state.question is not None
    assert state.question.again
    assert "superseded" in state.question.detail


def test_a_server_that_names_no_price_gets_none_made_up() -> None:
    state = question_of(VehicleState(), detail(estimate()), Validation(ID, valid=True))
    assert state.question is not None
    assert state.question.detail == "The server does not say what it costs."


def test_unmet_requirements_are_sentences() -> None:
    needs = (Requirement("min_readings", met=False, message="20 readings are needed, 4 are there."),)
    state = question_of(VehicleState(), replace(detail(estimate())), Validation(ID, valid=False, requirements=needs))
    assert state.question is None
    assert state.problem is not None
    assert state.problem.reasons == ("20 readings are needed, 4 are there.",)
    assert state.problem.safe == "No credit was used."
