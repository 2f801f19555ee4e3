"""The table of every endpoint the seeds name: who calls it, where a person meets it, and which tests try it with good,
bad and missing data."""

from dataclasses import dataclass

_PAGES = "tests/clients/test_celliq_pages.py::"
_ORDERS = "tests/clients/test_orders.py::"
_TOKENS = "tests/clients/test_tokens.py::"
_LISTS = "tests/clients/test_lists.py::"
_CHANGES = "tests/clients/test_changes.py::"
_GOOGLE = "tests/clients/test_google_sign_in.py::"
_EV = "tests/sandbox/test_ev_energy_contract.py::"
_EV_GOOD = f"{_EV}test_the_client_speaks_every_operation_of_the_seed_and_both_sides_keep_to_the_contract"
_EV_BAD = f"{_EV}test_bad_and_missing_data_are_refused_with_a_problem"
_MADE_UP = "tests/clients/test_made_up_answers.py::test_any_answer_is_read_or_refused_in_words"
_CARIQA = "tests/sandbox/test_cariqa_contract.py::"
_CARIQA_GOOD = f"{_CARIQA}test_the_client_speaks_every_operation_of_the_seed_and_both_sides_keep_to_the_contract"
_CARIQA_BAD = f"{_CARIQA}test_bad_and_missing_data_are_refused"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """``calls`` is ``module:Class.method`` under ``clients`` (or ``sandbox`` for what only the server side has);
    ``seen`` are commands (``command report list``) and screens (``screen fleet``); then three tests by their ids.
    ``tests/cli/test_seen.py`` runs every command named here and looks whether it asks its endpoint; all of the
    endpoints are tried with missing data by ``tests/clients/test_made_up_answers.py``, too."""

    method: str
    path: str
    calls: str
    seen: tuple[str, ...]
    good: str
    bad: str
    missing: str


CELLIQ = (
    Endpoint(
        "POST",
        "/auth/login",
        "clients.celliq:CellIqClient.sign_in",
        ("command login",),
        f"{_ORDERS}test_who_signed_in_is_taken_from_the_answer_the_token_or_the_email",
        f"{_ORDERS}test_a_wrong_password_is_the_persons_to_correct",
        f"{_TOKENS}test_a_token_that_is_no_header_text_is_a_broken_answer",
    ),
    Endpoint(
        "POST",
        "/auth/refresh",
        "clients.celliq_session:CellIqSession._refresh",
        ("command sync",),
        f"{_TOKENS}test_an_expired_token_is_refreshed_once_and_the_read_repeated",
        f"{_TOKENS}test_a_refused_refresh_signs_out_and_is_not_asked_again",
        f"{_TOKENS}test_a_lost_refresh_reply_is_asked_for_once_more_with_the_same_token",
    ),
    Endpoint(
        "GET",
        "/auth/google",
        "clients.google_sign_in:GoogleSignIn.listening",
        ("command login",),
        f"{_GOOGLE}test_the_start_address_asks_for_what_rfc_7636_and_8252_want",
        f"{_GOOGLE}test_a_refusal_at_google_is_said_in_our_words",
        f"{_GOOGLE}test_a_server_without_the_exchange_is_known_before_a_browser_opens",
    ),
    Endpoint(
        "GET",
        "/auth/google/callback",
        "sandbox.celliq.google:callback",
        ("command sandbox",),
        "tests/sandbox/test_consent.py::test_the_whole_way_ends_in_tokens_that_open_the_desk",
        f"{_GOOGLE}test_an_answer_to_another_sign_in_is_not_used",
        f"{_GOOGLE}test_a_code_that_is_none_is_not_used",
    ),
    Endpoint(
        "GET",
        "/vehicles/connect",
        "clients.celliq:CellIqClient.connect_url",
        ("screen fleet", "command vehicle connect"),
        f"{_PAGES}test_a_good_page_is_given_as_it_came",
        f"{_PAGES}test_a_page_elsewhere_is_refused_in_words",
        f"{_PAGES}test_an_answer_without_a_page_is_no_answer",
    ),
    Endpoint(
        "GET",
        "/vehicles",
        "clients.celliq:CellIqClient.connected_vehicles",
        ("screen fleet", "command vehicle connect"),
        f"{_PAGES}test_cars_of_the_account_come_as_a_list_or_as_items",
        f"{_PAGES}test_every_refusal_is_a_kind_a_person_can_act_on",
        f"{_LISTS}test_a_row_without_what_it_needs_is_set_aside_with_its_reason",
    ),
    Endpoint(
        "POST",
        "/vehicles/{}/sync",
        "clients.celliq:CellIqClient.sync_vehicle",
        ("screen fleet", "screen vehicle", "command vehicle sync"),
        f"{_CHANGES}test_a_car_is_fetched_whatever_the_server_tells_of_it",
        f"{_CHANGES}test_a_car_that_cannot_be_fetched_says_why",
        f"{_CHANGES}test_an_id_never_leaves_its_place_in_the_path",
    ),
    Endpoint(
        "DELETE",
        "/vehicles/{}",
        "clients.celliq:CellIqClient.disconnect_vehicle",
        ("screen fleet", "screen vehicle", "command vehicle disconnect"),
        f"{_CHANGES}test_a_car_is_let_go_of",
        "tests/usecases/test_port_contract.py::test_a_car_that_was_disconnected_leaves_the_list",
        f"{_CHANGES}test_an_id_never_leaves_its_place_in_the_path",
    ),
    Endpoint(
        "GET",
        "/reports/validate",
        "clients.celliq:CellIqClient.validate_report",
        ("screen vehicle", "screen fleet", "command report validate"),
        "tests/usecases/test_port_contract.py::test_validating_says_what_is_missing_and_spends_nothing",
        "tests/usecases/test_port_contract.py::test_a_car_nobody_knows_is_not_found",
        f"{_ORDERS}test_a_422_lists_what_is_missing_in_sentences",
    ),
    Endpoint(
        "POST",
        "/reports/generate",
        "clients.celliq:CellIqClient.generate_report",
        ("screen vehicle", "screen fleet", "command report generate"),
        f"{_ORDERS}test_an_order_is_sent_once_with_its_key_and_gives_the_report",
        f"{_ORDERS}test_every_refusal_of_an_order_has_its_kind_and_is_not_repeated",
        f"{_ORDERS}test_a_success_without_the_report_that_was_asked_for_is_in_doubt",
    ),
    Endpoint(
        "GET",
        "/dealer/vehicles",
        "clients.celliq:CellIqClient.vehicles_page",
        ("screen fleet", "command fleet list"),
        f"{_LISTS}test_a_page_asks_for_what_it_was_told_and_reads_every_field",
        f"{_LISTS}test_no_value_however_odd_spoils_its_page_or_the_mirror",
        f"{_LISTS}test_a_row_without_what_it_needs_is_set_aside_with_its_reason",
    ),
    Endpoint(
        "GET",
        "/dealer/reports",
        "clients.celliq:CellIqClient.reports_page",
        ("screen reports", "command report list"),
        f"{_LISTS}test_reports_are_asked_for_by_car_and_kept_with_their_raw_text",
        f"{_LISTS}test_no_value_however_odd_spoils_its_page_or_the_mirror",
        f"{_LISTS}test_a_row_without_what_it_needs_is_set_aside_with_its_reason",
    ),
    Endpoint(
        "GET",
        "/dealer/reports/export",
        "clients.celliq:CellIqClient.export_reports",
        ("command report list",),
        f"{_PAGES}test_the_export_is_the_servers_bytes_for_the_days_asked_for",
        f"{_PAGES}test_every_refusal_is_a_kind_a_person_can_act_on",
        f"{_PAGES}test_an_export_that_is_no_table_is_no_answer",
    ),
    Endpoint(
        "POST",
        "/dealer/vehicles/invite",
        "clients.celliq:CellIqClient.invite_seller",
        ("screen invites", "command invite"),
        f"{_CHANGES}test_an_invite_is_sent_once_and_its_answer_has_a_meaning",
        f"{_CHANGES}test_an_invite_that_is_refused_or_unclear_is_sent_once",
        "tests/usecases/test_port_contract.py::test_what_is_no_vin_is_not_invited",
    ),
    Endpoint(
        "POST",
        "/payments/create-checkout",
        "clients.celliq:CellIqClient.create_checkout",
        ("screen billing", "command billing checkout"),
        f"{_PAGES}test_a_checkout_is_asked_for_once_with_its_key_and_number",
        f"{_PAGES}test_a_page_elsewhere_is_refused_in_words",
        f"{_PAGES}test_an_answer_without_a_page_is_no_answer",
    ),
    Endpoint(
        "POST",
        "/payments/webhook",
        "sandbox.celliq.payments:webhook",
        ("command sandbox",),
        "tests/sandbox/test_billing.py::test_a_session_is_fulfilled_once_however_often_it_is_told",
        "tests/sandbox/test_billing.py::test_only_what_stripe_signed_lately_is_believed",
        "tests/sandbox/test_billing.py::test_an_unpaid_session_and_another_event_bring_nothing",
    ),
    Endpoint(
        "GET",
        "/payments/subscription",
        "clients.celliq:CellIqClient.subscription",
        ("screen billing", "command billing status"),
        "tests/clients/test_subscription.py::test_a_plan_is_read_from_whatever_is_there",
        "tests/clients/test_subscription.py::test_a_plan_that_is_not_given_says_why",
        "tests/clients/test_subscription.py::test_nothing_is_no_plan",
    ),
    Endpoint(
        "GET",
        "/payments/portal",
        "clients.celliq:CellIqClient.portal_url",
        ("screen billing", "command billing portal"),
        f"{_PAGES}test_a_portal_that_answers_with_a_redirect_is_looked_at_and_not_followed",
        f"{_PAGES}test_a_page_elsewhere_is_refused_in_words",
        f"{_PAGES}test_an_answer_without_a_page_is_no_answer",
    ),
    Endpoint(
        "GET",
        "/reports/public/{}",
        "clients.celliq:CellIqClient.public_report",
        ("screen verify", "command verify"),
        f"{_ORDERS}test_a_public_record_is_read_without_showing_a_token",
        "tests/usecases/test_port_contract.py::test_the_public_record_knows_what_was_issued_and_nothing_else",
        "tests/usecases/test_verify_doubts.py",
    ),
)
"""``{}`` stands for an id."""


def _ev(method: str, path: str, call: str, *seen: str) -> Endpoint:
    calls = f"clients.ev_energy:EvEnergyClient.{call}"
    return Endpoint(method, path, calls, seen, _EV_GOOD, _EV_BAD, _MADE_UP)


EV_ENERGY = (
    _ev("GET", "/vehicles", "vehicles", "screen connections", "command ev-energy vehicles"),
    _ev("POST", "/vehicles", "create_vehicle", "screen connections", "command ev-energy add"),
    _ev("GET", "/vehicles/{}", "vehicle", "screen vehicle", "command ev-energy show"),
    _ev("PATCH", "/vehicles/{}", "update_vehicle", "screen connections", "command ev-energy change"),
    _ev("DELETE", "/vehicles/{}", "remove_vehicle", "screen connections", "command ev-energy remove"),
    _ev("GET", "/vehicle_trims", "trims", "screen connections", "command ev-energy trims"),
    _ev("POST", "/vehicle_trims", "create_trim", "screen connections", "command ev-energy add-trim"),
    _ev("GET", "/vehicle_trims/{}", "trim", "command ev-energy trims"),
    _ev("GET", "/vehicle_models", "models", "screen connections", "command ev-energy models"),
    _ev("POST", "/vehicle_models", "create_model", "screen connections", "command ev-energy add-model"),
    _ev("GET", "/vehicle_models/{}", "model", "command ev-energy models"),
    _ev("GET", "/vehicle_makes", "makes", "screen connections", "command ev-energy makes"),
    _ev("GET", "/vehicle_makes/{}", "make", "command ev-energy makes"),
    _ev("GET", "/vehicles/{}/status_logs", "status_logs", "screen vehicle", "command ev-energy show"),
    _ev("GET", "/vehicles/{}/status_logs/{}", "status_log", "command ev-energy show"),
    _ev("GET", "/vehicles/{}/error_logs", "error_logs", "screen vehicle", "command ev-energy show"),
    _ev("GET", "/vehicles/{}/error_logs/{}", "error_log", "command ev-energy show"),
    _ev("GET", "/vehicles/{}/location_logs", "location_logs", "screen vehicle", "command ev-energy show"),
    _ev("GET", "/vehicles/{}/location_logs/{}", "location_log", "command ev-energy show"),
    _ev("GET", "/vehicles/{}/command_logs", "command_logs", "screen vehicle", "command ev-energy show"),
    _ev("GET", "/vehicles/{}/command_logs/{}", "command_log", "command ev-energy show"),
    _ev("GET", "/vehicles/{}/vpp_modes", "vpp_modes", "screen vehicle", "command ev-energy show"),
    _ev("GET", "/vehicle_onboarding", "onboarding_page", "screen connections", "command ev-energy onboard"),
    _ev("POST", "/vehicle_onboarding/complete", "complete_onboarding", "command ev-energy complete"),
    _ev("POST", "/vehicle_onboarding/onboarding_link", "send_onboarding_link", "command ev-energy send-link"),
    _ev("POST", "/vehicles/{}/reconnect", "reconnect", "screen vehicle", "command ev-energy reconnect"),
    _ev("POST", "/vehicles/{}/disconnect", "disconnect", "screen vehicle", "command ev-energy disconnect"),
)


def _charging(method: str, path: str, call: str, *seen: str) -> Endpoint:
    calls = f"clients.cariqa:CariqaClient.{call}"
    return Endpoint(method, path, calls, ("screen charging", *seen), _CARIQA_GOOD, _CARIQA_BAD, _MADE_UP)


CARIQA = (
    _charging("GET", "/users/{}/charging-sessions/", "sessions", "command charging list"),
    _charging("GET", "/users/{}/charging-sessions/{}/", "session", "command charging show"),
    _charging("PATCH", "/users/{}/charging-sessions/{}/", "rate", "command charging rate"),
    _charging("POST", "/users/{}/charging/start/", "start", "command charging start"),
    _charging("POST", "/users/{}/charging/stop/{}/", "stop", "command charging stop"),
)
