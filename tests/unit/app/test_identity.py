"""The identity that is made by itself, before and after the server has told the dealer's name."""

from pathlib import Path

from celliq_desktop.app.files import AtomicFiles
from celliq_desktop.app.identity import DealerSealer, certificates_in
from celliq_desktop.domain.identity import is_unnamed, unnamed_issuer
from celliq_desktop.vault.memory import MemoryStore
from tests.support.clocks import FakeClock


def test_a_seal_made_before_the_name_was_known_gives_way_to_one_that_carries_it(tmp_path: Path) -> None:
    secrets = MemoryStore()
    name = [unnamed_issuer("d_1")]

    def started_anew() -> DealerSealer:
        return DealerSealer(tmp_path, "a1", lambda: name[0], secrets=secrets, files=AtomicFiles(), clock=FakeClock())

    first = started_anew()
    assert is_unnamed(first.issuer)
    name[0] = "Autohaus Müller"
    second = started_anew()
    assert second.issuer == "Autohaus Müller"
    name[0] = "Autohaus Müller & Sohn"  # a name of the dealer's is theirs to change, by making a new identity
    assert started_anew().certificate_sha256 == second.certificate_sha256
    assert certificates_in(tmp_path) == {first.certificate_sha256, second.certificate_sha256}
