"""File names from anywhere (research/reliability.md M19)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from celliq_desktop.domain.file_names import safe_name


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("list.csv", "list.csv"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("C:\\temp\\list.csv", "C__temp_list.csv"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("…", "…"),
        ("..", "file"),
        ("", "file"),
        ("invoice\u202efdp.exe", "invoice_fdp.exe"),
        ("a" * 200 + ".csv", "a" * 146 + ".csv"),
        ("report \n2.pdf ", "report _2.pdf"),
    ],
)
def test_names_every_system_can_hold(wanted: str, name: str) -> None:
    assert safe_name(wanted) == name


@given(st.text(max_size=400))
def test_whatever_is_asked_for_is_one_plain_name(wanted: str) -> None:
    name = safe_name(wanted)
    assert 1 <= len(name) <= 150
    assert not set(name) & set('<>:"/\\|?*\0\n\r')
    assert name not in (".", "..")
    assert safe_name(name) == name
