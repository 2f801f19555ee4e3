"""A damaged file, a lost key, an older program: said in words, and a way on from the command line."""

import hashlib
from pathlib import Path

import pytest

from celliq_desktop.app.files import AtomicFiles
from celliq_desktop.app.paths import ProfilePaths
from celliq_desktop.domain import crashpoints
from celliq_desktop.mirror.driver import single
from celliq_desktop.vault.passphrase_file import PassphraseVault
from tests.faults.story import Crash
from tests.support.command_line import CommandLine


def _mirror(dealer: CommandLine) -> Path:
    (path,) = (dealer.profile / "mirrors").glob("*.db")
    return path


def _cars(dealer: CommandLine) -> list[str]:
    return [item["vin"] for item in dealer("fleet", "list", "--json").json["items"]]


@pytest.mark.expects_log("a damaged mirror was set aside")
def test_a_damaged_byte_is_named_and_the_mirror_made_anew(dealer: CommandLine) -> None:
    """P9: refused in words, exit 6; ``--rebuild`` sets it aside, and the fleet is there again."""
    before, path = _cars(dealer), _mirror(dealer)
    data = bytearray(path.read_bytes())
    data[500] ^= 0xFF
    path.write_bytes(bytes(data))
    said = dealer("sync", "--json")
    assert (said.code, said.json["error"]["code"]) == (6, "mirror_damaged")
    assert "--rebuild" in said.json["error"]["next_step"]
    assert path.read_bytes() == bytes(data)
    rebuilt = dealer("sync", "--rebuild", "--json")
    assert rebuilt.code == 0
    assert rebuilt.json["complete"]
    assert "made anew" in rebuilt.err
    assert _cars(dealer) == before
    (kept,) = (dealer.profile / "damaged").glob("*/*.db")
    assert kept.read_bytes() == bytes(data)


def test_a_sound_mirror_may_be_fetched_anew_and_keeps_what_waits(dealer: CommandLine) -> None:
    before = _cars(dealer)
    rebuilt = dealer("sync", "--rebuild", "--json").json
    (vehicles,) = (step for step in rebuilt["steps"] if step["name"] == "vehicles")
    assert vehicles["added"] == len(before)
    assert not (dealer.profile / "damaged").exists()


@pytest.mark.expects_log("a damaged mirror was set aside")
def test_a_key_that_is_gone_has_clear_words_and_a_way_on(dealer: CommandLine) -> None:
    before, path = _cars(dealer), _mirror(dealer)
    vault = PassphraseVault(ProfilePaths(dealer.profile).vault, "a passphrase for tests", AtomicFiles())
    vault.delete(f"mirror-key:{path.stem}")
    said = dealer("fleet", "list", "--json")
    assert (said.code, said.json["error"]["code"]) == (6, "mirror_key_lost")
    assert dealer("sync", "--rebuild", "--json").code == 0
    assert _cars(dealer) == before


def test_signing_out_says_how_many_changes_wait_and_keeps_them(dealer: CommandLine) -> None:
    """M9."""
    out = dealer("logout", "--json").json
    assert out["waiting"] == 0
    assert _mirror(dealer).exists()
    assert dealer("fleet", "list", "--json").json["error"]["code"] == "signed_out"


def test_a_vault_without_its_passphrase_is_called_locked(dealer: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    """M16: exit 6, and no word of a key store that is not there."""
    monkeypatch.delenv("CELLIQ_VAULT_PASSPHRASE")
    said = dealer("sync", "--json")
    assert (said.code, said.json["error"]["code"]) == (6, "vault_locked")


def test_half_written_files_of_a_killed_run_are_swept(dealer: CommandLine) -> None:
    """P4: files and the side files of a database copy."""
    mirrors = dealer.profile / "mirrors"
    left = [mirrors / "a.db.celliq-part", mirrors / "a.db.celliq-part-wal", dealer.profile / ".x.1.celliq-part"]
    for path in left:
        path.write_bytes(b"half")
    (mirrors / "a.salvage.celliq-part").mkdir()
    dealer("whoami")
    assert list(dealer.profile.rglob("*celliq-part*")) == []


def _doctor(dealer: CommandLine) -> dict[str, tuple[bool, str]]:
    checks = dealer("doctor", "--json").json["checks"]
    return {check["name"]: (check["ok"], check["next_step"]) for check in checks}


def test_the_doctor_finds_the_damaged_byte_and_says_the_way_on(dealer: CommandLine) -> None:
    """Every check that fails has a next step (cli.md)."""
    sound = _doctor(dealer)
    names = ("profile place", "profile lock", "secret store", "local copy", "backups", "damaged copies", "disk space")
    assert all(sound[name][0] for name in names)
    path = _mirror(dealer)
    data = bytearray(path.read_bytes())
    data[-3_000] ^= 1
    path.write_bytes(bytes(data))
    ok, step = _doctor(dealer)["local copy"]
    assert not ok
    assert "--rebuild" in step
    assert path.read_bytes() == bytes(data)


def test_a_paper_whose_program_was_killed_is_in_the_ledger_after_the_next_start(
    dealer: CommandLine, tmp_path: Path
) -> None:
    """P4: between the file and its row in the ledger."""
    report = next(item["id"] for item in dealer("report", "list", "--json").json["items"] if item["status"] == "valid")
    out = tmp_path / "paper.pdf"

    def ends(name: str) -> None:
        if name == "export: written":
            raise Crash

    crashpoints.listen(ends)
    try:
        with pytest.raises(Crash):
            dealer("report", "export", report, "--out", str(out))
    finally:
        crashpoints.listen(None)
    assert _ledger(dealer) == []
    assert dealer("fleet", "list").code == 0
    assert _ledger(dealer) == [(str(out), hashlib.sha256(out.read_bytes()).hexdigest())]


def _ledger(dealer: CommandLine) -> list[tuple[str, str]]:
    """Path and hash of every file that counts as handed out."""
    path = _mirror(dealer)
    vault = PassphraseVault(ProfilePaths(dealer.profile).vault, "a passphrase for tests", AtomicFiles())
    with single(path, vault.get(f"mirror-key:{path.stem}") or "") as connection:
        return list(connection.execute("SELECT path, sha256 FROM exports WHERE written"))
