"""The command contract (cli.md) as a script relies on it, over real HTTP against the sandbox."""

import json
from pathlib import Path

import pikepdf
import pytest

from tests.cli.conftest import Start
from tests.support.command_line import CommandLine


def ready_vin(cli: CommandLine) -> str:
    """A car a report can be issued for."""
    for item in cli("fleet", "list", "--json").json["items"]:
        if cli("report", "validate", item["vin"]).code == 0:
            return str(item["vin"])
    raise AssertionError("no car of this fleet is ready")


def test_login_whoami_logout(cli: CommandLine, start: Start) -> None:
    server = start()
    said = cli("whoami", "--json", server=server)
    assert (said.code, said.json["error"]["kind"], said.json["error"]["code"]) == (3, "needs_you", "signed_out")
    wrong = cli("login", "--email", server.urls.email, "--password-stdin", "--json", stdin="guess\n", server=server)
    assert (wrong.code, wrong.json["error"]["code"]) == (3, "wrong_password")
    assert cli.sign_in(server).code == 0
    who = cli("--json", "whoami").json
    assert who["user"] == {
        "id": "usr_sample", "email": server.urls.email, "role": "dealer", "dealer_id": "dlr_sample"
    }  # fmt: skip
    assert who["api_url"] == server.urls.api_url
    assert cli("logout").code == 0
    assert cli("sync").code == 3


def test_no_secret_is_on_the_disk_in_plain_text(dealer: CommandLine) -> None:
    vin = dealer("fleet", "list", "--json").json["items"][0]["vin"]
    written = [path for path in dealer.profile.rglob("*") if path.is_file()]
    assert len(written) >= 4
    for path in written:
        content = path.read_bytes()
        assert b"charge-curves-2026" not in content
        assert vin.encode() not in content, path.name


def test_without_key_store_and_passphrase_nothing_is_written(
    cli: CommandLine, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CELLIQ_VAULT_PASSPHRASE")
    said = cli.sign_in(start())
    assert said.code == 6
    assert "CELLIQ_VAULT_PASSPHRASE" in said.err
    assert not cli.profile.exists()


def test_a_second_sync_finds_nothing_new(dealer: CommandLine) -> None:
    again = dealer("sync", "--json").json
    assert again["complete"]
    assert {step["name"] for step in again["steps"]} >= {"settings", "vehicles", "readings", "reports", "subscription"}
    assert all(step["added"] == step["updated"] == step["removed"] == 0 for step in again["steps"])
    assert again["outbox"] == {"sent": 0, "waiting": 0, "needs_user": 0, "failed": 0}


def test_fleet_list_has_the_stable_keys_and_filters(dealer: CommandLine) -> None:
    whole = dealer("fleet", "list", "--json").json
    keys = (
        "id vin make model trim year status status_raw soh_percent soh_low_percent soh_high_percent soc_percent "
        "odometer_km seller_email latest_report_id last_sync_at updated_at"
    )
    assert whole["total"] == len(whole["items"]) == 6
    assert set(keys.split()) <= whole["items"][0].keys()
    vin = whole["items"][0]["vin"]
    assert [item["vin"] for item in dealer("fleet", "list", "--search", vin[-6:], "--json").json["items"]] == [vin]
    assert dealer("fleet", "list", "--limit", "2", "--json").json["total"] == 6
    assert dealer("fleet", "list", "--search", "zeppelin").out.strip() == "No car fits."


def test_vehicle_show_brings_sessions_and_the_estimate(dealer: CommandLine) -> None:
    shown = dealer("vehicle", "show", ready_vin(dealer), "--json").json
    assert shown["readings"]["stored"] > 100
    assert shown["estimate"]["status"] in ("standard", "provisional")
    assert {session["used"] for session in shown["sessions"]} <= {True, False}
    unknown = dealer("vehicle", "show", "WVWZZZE1ZMP000001", "--json")
    assert (unknown.code, unknown.json["error"]["kind"]) == (5, "refused")


def test_generate_costs_once_is_reused_and_the_file_is_authentic(dealer: CommandLine, tmp_path: Path) -> None:
    vin, out = ready_vin(dealer), tmp_path / "report.pdf"
    first = dealer("report", "generate", vin, "--out", str(out), "--lang", "de", "--json").json
    again = dealer("report", "generate", vin, "--json").json
    assert again["reused"]
    assert again["credits_charged"] == 0
    assert again["report"]["id"] == first["report"]["id"]
    assert first["file"]["sha256"]
    verdict = dealer("verify", str(out), "--json")
    assert (verdict.code, verdict.json["verdict"], verdict.json["online"]) == (0, "authentic", True)
    assert verdict.json["report_id"] == first["report"]["id"]
    assert dealer("verify", str(out), "--offline", "--json").json["verdict"] == "authentic"
    listed = dealer("report", "list", "--json").json
    assert first["report"]["id"] in {item["id"] for item in listed["items"]}


def test_a_report_gives_its_number_again_and_speaks_the_public_models(dealer: CommandLine, tmp_path: Path) -> None:
    paper, twin, model = tmp_path / "report.pdf", tmp_path / "twin.json", tmp_path / "model.json"
    made = dealer("report", "generate", ready_vin(dealer), "--out", str(paper), "--json").json
    report_id = made["report"]["id"]
    for form, out in (("twin", twin), ("catena-x", model)):
        said = dealer("report", "export", report_id, "--format", form, "--out", str(out), "--json")
        assert (said.code, said.json["format"]) == (0, form)
    for file in (paper, twin):
        again = dealer("battery", "estimate", str(file), "--json").json
        assert again["report"]["id"] == report_id
        assert (again["report"]["same"], again["report"]["evidence_untouched"]) == (True, True)
        assert again["soh_percent"] == pytest.approx(again["report"]["soh_percent"], abs=0.001)
    assert json.loads(model.read_text())["specVersion"] == "urn:io.catenax.battery.battery_pass:6.1.0"
    american = ("--paper", "letter", "--region", "US")
    assert dealer("report", "export", report_id, "--out", str(paper), *american).code == 0
    assert dealer("verify", str(paper), "--json").json["verdict"] == "authentic"
    with pikepdf.open(paper) as document:
        assert [round(float(edge)) for edge in document.pages[0].mediabox] == [0, 0, 612, 792]
    assert dealer("report", "export", report_id, "--out", str(paper), "--paper", "a3").code == 2
    wrong = dealer("report", "export", report_id, "--format", "xml", "--out", str(model), "--json")
    assert (wrong.code, wrong.json["error"]["code"]) == (2, "usage")


def test_a_buyers_computer_believes_a_seal_that_the_record_names_or_that_its_issuer_has_confirmed(
    cli: CommandLine,
    start: Start,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    server, out, elsewhere = start(), tmp_path / "report.pdf", CommandLine(tmp_path / "buyer", capsys, monkeypatch)
    cli.sign_in(server)
    cli("sync")
    cli("report", "generate", ready_vin(cli), "--out", str(out))
    asked = ("--api-url", server.urls.api_url, "verify", str(out), "--json")
    found = elsewhere(*asked)
    assert (found.code, found.json["verdict"]) == (0, "authentic")
    seal = found.json["certificate_sha256"]
    assert server.world.seals == {seal}
    server.world.seals.clear()
    server.world.seed_only = True
    assert elsewhere(*asked).json["verdict"] == "unverifiable", "nobody says whose seal it is"
    other = elsewhere(*asked, "--believe-seal", "0" * 64)
    assert (other.code, other.json["error"]["code"]) == (5, "other_seal")
    spaced = " ".join(seal[at : at + 2].upper() for at in range(0, 64, 2))
    assert elsewhere(*asked, "--believe-seal", spaced).json["verdict"] == "authentic"
    assert elsewhere(*asked).json["verdict"] == "authentic", "from then on"


def test_one_changed_byte_is_altered_and_exits_5(dealer: CommandLine, tmp_path: Path) -> None:
    out = tmp_path / "report.pdf"
    assert dealer("report", "generate", ready_vin(dealer), "--out", str(out)).code == 0
    content = bytearray(out.read_bytes())
    content[len(content) // 2] ^= 1
    out.write_bytes(content)
    said = dealer("verify", str(out), "--json")
    assert (said.code, said.json["verdict"]) == (5, "altered")


def test_without_credits_the_checkout_page_is_named(cli: CommandLine, start: Start) -> None:
    server = start(credits=0)
    cli.sign_in(server)
    cli("sync")
    vins = [item["vin"] for item in cli("fleet", "list", "--json").json["items"] if not item["latest_report_id"]]
    said = next(answer for vin in vins if (answer := cli("report", "generate", vin, "--json")).code != 5)
    assert (said.code, said.json["error"]["code"]) == (3, "payment_required")
    assert said.json["error"]["url"].startswith(f"{server.urls.verify_base_url}/checkout/")
    waiting = cli("outbox", "list", "--json").json["items"]
    assert [item["state"] for item in waiting if item["state"] != "rejected"] == ["needs_payment"]


def test_a_server_that_speaks_only_the_published_pages_is_enough(
    cli: CommandLine, start: Start, tmp_path: Path
) -> None:
    cli.sign_in(start(seed_only=True))
    synced = cli("sync", "--json")
    states = {step["name"]: step["state"] for step in synced.json["steps"]}
    assert (synced.code, states["readings"], states["settings"]) == (0, "not_offered", "not_offered")
    out = tmp_path / "report.pdf"
    generated = cli("report", "generate", ready_vin(cli), "--out", str(out), "--json")
    assert generated.code == 0
    assert cli("verify", str(out)).code == 0


def test_a_server_that_is_gone_is_try_again_and_the_mirror_still_answers(cli: CommandLine, start: Start) -> None:
    server = start()
    cli.sign_in(server)
    cli("sync")
    server.stop()
    said = cli("sync", "--json")
    assert (said.code, said.json["error"]["kind"]) == (4, "try_again")
    assert cli("fleet", "list", "--json").json["total"] == 6


@pytest.mark.parametrize(
    "words", [("fly",), ("fleet",), ("vehicle", "show"), ("report", "export", "rep_1"), ("--profile",)]
)
def test_wrong_words_exit_2_with_a_sentence(cli: CommandLine, words: tuple[str, ...]) -> None:
    said = cli(*words, "--json") if words != ("--profile",) else cli("--json", *words)
    assert said.code == 2
    assert "Traceback" not in said.out + said.err


def test_doctor_looks_at_everything_and_changes_nothing(cli: CommandLine, start: Start) -> None:
    said = cli("doctor", "--json", server=start())
    checks = {check["name"]: check for check in said.json["checks"]}
    assert said.code == 0, checks
    assert {"window", "mirror", "seal", "secret store", "server", "disk space"} <= checks.keys()
    assert not cli.profile.exists()


def test_battery_estimate_prints_the_documented_document(cli: CommandLine, tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    rows = ["time,soc_percent,energy_kwh"]
    for charge in range(4):
        rows += [
            f"{charge * 90_000 + minute * 60},{20 + minute // 4},{minute * 0.125:.3f}" for minute in range(0, 241, 2)
        ]
    log.write_text("\n".join(rows), encoding="utf-8")
    said = cli("battery", "estimate", str(log), "--usable-new-kwh", "58", "--json")
    document = json.loads(said.out)
    assert said.code == 0
    assert document["capacity_kwh"] == pytest.approx(50, abs=0.9)
    assert document["capacity_kwh_low"] <= 50 <= document["capacity_kwh_high"]
    assert 0 < document["prior"]["weight"] < 0.5
    assert document["soh_low_percent"] < document["soh_percent"] < document["soh_high_percent"]
    assert [session["used"] for session in document["sessions"]] == [True] * 4
    assert document["algorithm"].count("/") == 1
    refused = cli("battery", "estimate", str(tmp_path / "none.csv"), "--json")
    assert (refused.code, refused.json["error"]["kind"]) == (6, "surroundings")


def test_battery_estimate_of_a_folder_is_one_document_with_a_list(cli: CommandLine, tmp_path: Path) -> None:
    rows = ["start,end,soc_start_percent,soc_end_percent,energy_kwh"]
    rows += [f"{day * 90_000},{day * 90_000 + 18_000},20,{80 + day},{30 + 0.55 * day:.2f}" for day in range(4)]
    (tmp_path / "good.csv").write_text("\n".join(rows), encoding="utf-8")
    stations = [rows[0] + ",evse_id", *(f"{row},DE*1" for row in rows[1:])]
    (tmp_path / "stations.csv").write_text("\n".join(stations), encoding="utf-8")
    (tmp_path / "torn.csv").write_text("time\n", encoding="utf-8")
    said = cli("battery", "estimate", str(tmp_path), "--usable-new-kwh", "58", "--rated-ah", "160", "--json")
    document = json.loads(said.out)
    good, stations_said, torn = document["items"]
    assert (said.code, document["total"], document["given"]) == (0, 3, 1)
    assert good["file"] == "good.csv"
    assert [one["baseline"]["unit"] for one in good["denominators"]] == ["kWh"]
    assert (stations_said["status"], stations_said["reason_code"]) == ("refused", "undeclared_measuring_point")
    assert torn["error"]["code"] == "bad_log"
    declared = cli("battery", "estimate", str(tmp_path / "stations.csv"), "--measured-at", "evse-ac", "--json")
    assert json.loads(declared.out)["measured_at"] == "evse-ac"
