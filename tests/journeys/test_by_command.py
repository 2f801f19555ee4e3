"""A nightly script's story: sign in, sync, issue, seal, check; and second programs agree with every step."""

from pathlib import Path

from tests.cli.conftest import Start
from tests.journeys.witnesses import all_agree, pdftotext
from tests.support.command_line import CommandLine


def test_from_signing_in_to_a_paper_that_others_confirm(cli: CommandLine, start: Start, tmp_path: Path) -> None:
    server = start()
    assert cli.sign_in(server).code == 0
    assert cli("sync", "--json").json["complete"]
    items = cli("fleet", "list", "--status", "active", "--json").json["items"]
    vin = next(item["vin"] for item in items if cli("report", "validate", item["vin"]).code == 0)
    out = tmp_path / "report.pdf"
    issued = cli("report", "generate", vin, "--out", str(out), "--json").json["report"]
    assert issued["verify_url"] == f"{server.urls.verify_base_url}/verify/{issued['token']}"
    all_agree(
        out,
        vin=vin,
        soh_percent=issued["soh_percent"],
        verify_url=issued["verify_url"],
        folder=tmp_path / "browser",
    )
    assert cli("verify", str(out)).code == 0
    assert all("SAMPLE" in page for page in pdftotext(out).split("\f") if page.strip())

    buyer = tmp_path / "received.pdf"
    content = bytearray(out.read_bytes())
    content[1234] ^= 4
    buyer.write_bytes(content)
    assert cli("verify", str(buyer), "--json").json["verdict"] == "altered"

    server.world.reports[issued["id"]]["status"] = "revoked"
    withdrawn = cli("verify", str(out), "--json")
    assert (withdrawn.code, withdrawn.json["verdict"]) == (5, "outdated")
    refused = cli("report", "export", issued["id"], "--out", str(tmp_path / "again.pdf"), "--json")
    assert (refused.code, refused.json["error"]["code"]) == (5, "not_in_force")
    assert not (tmp_path / "again.pdf").exists()
