"""Values longer than Windows keeps in one credential: whole, or the one before."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from celliq_desktop.domain.problems import BadSurroundings
from celliq_desktop.vault import long_values


class Credentials:
    """A store with the limit of Windows; ``left`` writes are carried out, then it breaks."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}
        self.left = 10_000

    def get(self, key: str) -> str | None:
        """The value."""
        return self.kept.get(key)

    def put(self, key: str, value: str) -> None:
        """Keep it, when it is short enough."""
        assert len(value.encode("utf-16-le")) <= 2_560, "CRED_MAX_CREDENTIAL_BLOB_SIZE"
        if self.left == 0:
            raise OSError
        self.left -= 1
        self.kept[key] = value

    def delete(self, key: str) -> None:
        """Forget it."""
        self.kept.pop(key, None)


@given(st.lists(st.text(max_size=40).map(lambda text: text * 100), min_size=1, max_size=4))
def test_the_last_value_is_read_back_whole_and_nothing_older_stays(values: list[str]) -> None:
    store = Credentials()
    for value in values:
        long_values.put(store, "refresh", value)
        assert long_values.get(store, "refresh") == value
    last = len(values[-1].encode("utf-16-le"))
    assert len(store.kept) == (1 if last <= 2_560 else 1 + -(-len(values[-1]) // 600))
    long_values.delete(store, "refresh")
    assert store.kept == {}


@pytest.mark.parametrize("writes", range(6))
def test_a_write_that_breaks_off_leaves_the_value_before(writes: int) -> None:
    store = Credentials()
    long_values.put(store, "refresh", "old " * 700)
    store.left = writes
    try:
        long_values.put(store, "refresh", "new " * 700)
    except OSError:
        assert long_values.get(store, "refresh") == "old " * 700
    else:
        assert long_values.get(store, "refresh") == "new " * 700


def test_a_piece_that_is_gone_is_told_in_words_and_never_half_a_token() -> None:
    store = Credentials()
    long_values.put(store, "refresh", "x" * 2_000)
    del store.kept[next(name for name in store.kept if name.endswith("/1"))]
    with pytest.raises(BadSurroundings) as refusal:
        long_values.get(store, "refresh")
    assert refusal.value.code == "secret_torn"


def test_a_value_that_looks_like_a_pointer_is_kept_as_a_value() -> None:
    store = Credentials()
    long_values.put(store, "a", "celliq-pieces-1 ab 2 cd")
    assert long_values.get(store, "a") == "celliq-pieces-1 ab 2 cd"
