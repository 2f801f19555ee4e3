"""The address of a group's mirror: no password in it, and no server that need not prove who it is."""

import pytest

from celliq_desktop.domain.group_addresses import group_address, read_address
from celliq_desktop.domain.problems import NeedsYou


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("postgresql://anna@db.example/cars", {"host": "db.example", "sslmode": "verify-full"}),
        ("postgres://anna@db.example:6432/cars?sslmode=verify-full", {"port": "6432", "sslmode": "verify-full"}),
        ("postgresql://anna@10.0.0.7/cars?sslrootcert=/etc/ca.pem", {"sslrootcert": "/etc/ca.pem"}),
    ],
)
def test_a_server_elsewhere_must_show_a_certificate(address: str, told: dict[str, str]) -> None:
    found = read_address(address)
    assert not found.near
    assert told.items() <= dict(found.parts).items()
    assert group_address(address) == address


@pytest.mark.parametrize(
    "address",
    ["postgresql://127.0.0.1/cars", "postgresql://[::1]:5433/cars", "postgresql:///cars?host=/run/postgresql"],
)
def test_this_computer_needs_none(address: str) -> None:
    found = read_address(address)
    assert found.near
    assert "sslmode" not in dict(found.parts)


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://anna:secret@db.example/cars",
        "postgresql://anna@db.example/cars?password=secret",
        "postgresql://anna@db.example/cars?sslmode=disable",
        "postgresql://anna@db.example/cars?sslmode=prefer",
        "postgresql://127.0.0.1/cars?host=db.example&sslmode=require",
        "postgresql://anna@db.example/cars?options=-c%20role%3Droot",
        "postgresql://anna@db.example:port/cars",
        "postgresql://anna@db.example",
        "mysql://anna@db.example/cars",
        "/var/lib/cars.db",
    ],
)
def test_others_are_refused_without_repeating_a_secret(address: str) -> None:
    with pytest.raises(NeedsYou) as refusal:
        group_address(address)
    assert refusal.value.code == "bad_mirror"
    assert "secret" not in refusal.value.message
