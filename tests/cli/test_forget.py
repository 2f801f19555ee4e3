"""Forgetting a seller: out of every file of the profile, page by page, and not taken in again by the next sync."""

from pathlib import Path

from celliq_desktop.app.files import AtomicFiles
from celliq_desktop.app.paths import ProfilePaths
from celliq_desktop.vault.passphrase_file import PassphraseVault
from tests.support.command_line import CommandLine
from tests.support.sealed_pages import pages


def _key(dealer: CommandLine, path: Path) -> bytes:
    vault = PassphraseVault(ProfilePaths(dealer.profile).vault, "a passphrase for tests", AtomicFiles())
    return bytes.fromhex(vault.get(f"mirror-key:{path.stem.partition('-')[0]}") or "")


def _found(dealer: CommandLine, email: str) -> list[str]:
    canary, seen = email.lower().encode(), []
    for path in dealer.profile.rglob("*"):
        if not path.is_file():
            continue
        texts = [path.read_bytes()]
        if path.suffix == ".db":
            texts += pages(path, _key(dealer, path))
        if any(canary in text.lower() for text in texts):
            seen.append(path.name)
    return seen


def _seller(dealer: CommandLine) -> str:
    items = dealer("fleet", "list", "--json").json["items"]
    return next(str(item["seller_email"]) for item in items if item["seller_email"])


def test_a_forgotten_seller_is_in_no_file_and_is_not_taken_in_again(dealer: CommandLine) -> None:
    email = _seller(dealer)
    log = dealer.profile / "logs" / "celliq.log"
    log.write_text(f"a line with {email.upper()} in it\n", encoding="utf-8")
    window = dealer.profile / "window.ini"
    window.write_text(f'[fleet]\nviews="[{{\\"name\\": \\"{email}\\"}}]"\nsort=model up\n', encoding="utf-8")
    damaged = dealer.profile / "damaged" / f"{next((dealer.profile / 'mirrors').glob('*.db')).stem}-20260101T000000"
    damaged.mkdir(parents=True)
    (damaged / "old.txt").write_text(email, encoding="utf-8")
    assert len(_found(dealer, email)) >= 4, "the look into the files sees what is there"
    done = dealer("forget", email.upper(), "--json").json["forgotten"]
    assert done["rows"] >= 1
    assert done["elsewhere"] == 3
    assert _found(dealer, email) == []
    assert "sort=model up" in window.read_text(encoding="utf-8")
    assert dealer("sync", "--full", "--json").json["complete"]
    assert _found(dealer, email) == []
    assert email not in dealer("fleet", "list", "--json").out


def test_lists_saved_elsewhere_are_named_as_what_a_person_must_delete(dealer: CommandLine) -> None:
    assert "saved to other folders are not looked at" in dealer("forget", _seller(dealer)).out


def test_somebody_unknown_is_said_to_be_unknown(dealer: CommandLine) -> None:
    assert dealer("forget", "nobody@nowhere.example", "--json").json["forgotten"]["found"] is False
    assert dealer("forget", "no address", "--json").code == 3
