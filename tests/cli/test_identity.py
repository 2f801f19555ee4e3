"""Who seals, by command line."""

from pathlib import Path

from celliq_desktop.signing.identity import to_pkcs12
from tests.signing.authorities import StampOffice
from tests.signing.papers import by_authority
from tests.support.command_line import CommandLine
from tests.support.servers import Reply, ScriptedServer


def test_a_desk_seals_with_an_identity_of_its_own_until_it_is_given_another(
    dealer: CommandLine, tmp_path: Path
) -> None:
    made = dealer("identity", "show", "--json").json["identity"]
    assert (made["kind"], made["vouched_by"], made["warning"]) == ("created", None, None)
    file = tmp_path / "dealer.p12"
    file.write_bytes(to_pkcs12(by_authority(), "secret words"))
    wrong = dealer("identity", "import", str(file), "--stdin", "--json", stdin="wrong words\n")
    assert (wrong.code, wrong.json["error"]["code"]) == (6, "identity_unreadable")
    assert dealer("identity", "show", "--json").json["identity"]["certificate_sha256"] == made["certificate_sha256"]
    given = dealer("identity", "import", str(file), "--stdin", "--json", stdin="secret words\n").json["identity"]
    assert (given["kind"], given["issuer"], given["vouched_by"]) == ("file", "Dealer", "Authority")
    assert dealer("identity", "show", "--json").json["identity"] == given


def test_timestamps_come_from_the_service_that_was_chosen(dealer: CommandLine) -> None:
    office = StampOffice()
    server = ScriptedServer(lambda request: Reply(body=office.exchange(request.body)))
    with server.running():
        chosen = dealer("identity", "timestamps", server.url, "--json").json["timestamps"]
        assert (chosen["name"], chosen["certificates"]) == ("Stamp Office", list(office.fingerprints))
        assert dealer("identity", "timestamps", "off", "--json").json["timestamps"] is None


def test_a_service_that_is_none_is_not_kept(dealer: CommandLine) -> None:
    server = ScriptedServer(lambda _request: Reply(body=b"<html>"))
    with server.running():
        refused = dealer("identity", "timestamps", server.url, "--json")
    assert (refused.code, refused.json["error"]["code"]) == (5, "timestamp_unusable")
    assert dealer("identity", "timestamps", "http://tsa.example", "--json").json["error"]["code"] == "bad_api_url"
    assert dealer("identity", "show", "--json").json["timestamps"] is None
