"""The way to a group's database: encrypted, and only to a server that proves it is the one named."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509

from celliq_desktop.domain.problems import BadSurroundings
from celliq_desktop.mirror import vehicles
from tests.support.mirrors import car, joined
from tests.support.postgres import Cluster
from tests.support.tls import LOOPBACK, Authority

_LOOKS = 200


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """Whom the group's desks trust."""
    return Authority(tmp_path_factory.mktemp("authority"))


def _show(postgres: Cluster, files: tuple[Path, Path] | None) -> None:
    """Let the server show this certificate from now on, or none."""
    told = ["ALTER SYSTEM RESET ssl_cert_file", "ALTER SYSTEM RESET ssl_key_file", "ALTER SYSTEM RESET ssl"]
    if files is not None:
        owner = (postgres.folder / "data").stat().st_uid
        for file in files:
            shutil.copy(file, postgres.folder)
            os.chown(postgres.folder / file.name, owner, -1)
        certificate, key = (postgres.folder / file.name for file in files)
        told = [
            f"ALTER SYSTEM SET ssl_cert_file = '{certificate}'",
            f"ALTER SYSTEM SET ssl_key_file = '{key}'",
            "ALTER SYSTEM SET ssl = on",
        ]
    postgres.sql("postgres", *told, "SELECT pg_reload_conf()")
    shown = "SELECT current_setting('ssl') || current_setting('ssl_cert_file')"
    wanted = f"on{postgres.folder / files[0].name}" if files is not None else "offserver.crt"
    for _look in range(_LOOKS):
        if postgres.rows("postgres", shown) == [(wanted,)]:
            return
    raise AssertionError("the server did not take its new settings")


@pytest.fixture
def proved(postgres: Cluster, authority: Authority) -> Iterator[Cluster]:
    """A server that can prove it is 127.0.0.1."""
    _show(postgres, authority.vouch("server", LOOPBACK))
    yield postgres
    _show(postgres, None)


def test_a_desk_works_over_a_checked_and_encrypted_way(
    proved: Cluster, group_address: str, authority: Authority
) -> None:
    desk = joined(f"{group_address}?sslmode=verify-full&sslrootcert={authority.file}")
    try:
        with desk.write() as session:
            vehicles.upsert(session, [car()], 1)
        ways = proved.rows(
            "postgres",
            "SELECT DISTINCT ssl, version LIKE 'TLSv1.%' FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)"
            " WHERE application_name LIKE 'celliq-desktop%'",
        )
    finally:
        desk.close()
    assert ways == [(True, True)], "no connection of a desk was in clear"


@pytest.mark.usefixtures("proved")
def test_a_server_whose_authority_nobody_here_trusts_is_told_nothing(group_address: str, tmp_path: Path) -> None:
    stranger = Authority(tmp_path, "stranger")
    with pytest.raises(BadSurroundings) as refusal:
        joined(f"{group_address}?sslmode=verify-full&sslrootcert={stranger.file}")
    assert refusal.value.code == "mirror_untrusted"
    assert "certificate" in refusal.value.next_step


def test_a_server_with_the_certificate_of_another_is_told_nothing(
    postgres: Cluster, group_address: str, authority: Authority
) -> None:
    _show(postgres, authority.vouch("other", x509.DNSName("db.other.example")))
    try:
        with pytest.raises(BadSurroundings) as refusal:
            joined(f"{group_address}?sslmode=verify-full&sslrootcert={authority.file}")
    finally:
        _show(postgres, None)
    assert refusal.value.code == "mirror_untrusted"


def test_a_server_that_shows_none_is_told_nothing(group_address: str, authority: Authority) -> None:
    with pytest.raises(BadSurroundings) as refusal:
        joined(f"{group_address}?sslmode=verify-full&sslrootcert={authority.file}")
    assert refusal.value.code == "mirror_untrusted"
