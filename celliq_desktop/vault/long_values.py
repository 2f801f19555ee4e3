"""Long values in a store of short ones: Windows keeps 2,560 bytes of UTF-16 a credential, and a token may be longer.

The pieces are written first and the pointer to them last, so a reader sees the old value or the new one, never half of
each (research/reliability.md 4.5).
"""

import secrets
from hashlib import sha256
from typing import Protocol

from celliq_desktop.domain.problems import BadSurroundings
from celliq_desktop.domain.text import N_

_LONGEST = 2_560
"""CRED_MAX_CREDENTIAL_BLOB_SIZE, bytes of UTF-16."""
_PIECE = 600
"""Characters a piece; four bytes each at most."""
_MARK = "celliq-pieces-1"


class ShortValues(Protocol):
    """A store that keeps short texts. ``get`` None when there is nothing."""

    def get(self, key: str) -> str | None: ...

    def put(self, key: str, value: str) -> None: ...

    def delete(self, key: str) -> None: ...


def get(store: ShortValues, key: str) -> str | None:
    """The whole value; None when there is none. BadSurroundings ``secret_torn`` when a piece is missing."""
    head = store.get(key)
    found = _pieces(key, head)
    if found is None:
        return head
    names, digest = found
    parts = [store.get(name) for name in names]
    value = "".join(part for part in parts if part is not None)
    if None in parts or _digest(value) != digest:
        raise BadSurroundings(
            "secret_torn",
            N_("The key store has lost part of what it was given."),
            safe=N_("The mirror and everything that waits to be sent are kept."),
            next_step=N_("Sign in again."),
        )
    return value


def put(store: ShortValues, key: str, value: str) -> None:
    """Keep ``value``, however long; pieces of the value before are removed afterwards."""
    before = _pieces(key, store.get(key))
    if len(value.encode("utf-16-le")) <= _LONGEST and not value.startswith(_MARK):
        store.put(key, value)
    else:
        token = secrets.token_hex(4)
        parts = [value[at : at + _PIECE] for at in range(0, len(value), _PIECE)]
        for number, part in enumerate(parts):
            store.put(_name(key, token, number), part)
        store.put(key, f"{_MARK} {token} {len(parts)} {_digest(value)}")
    for name in before[0] if before else ():
        store.delete(name)


def delete(store: ShortValues, key: str) -> None:
    """Forget the value and its pieces; harmless when there is nothing."""
    found = _pieces(key, store.get(key))
    store.delete(key)
    for name in found[0] if found else ():
        store.delete(name)


def _pieces(key: str, head: str | None) -> tuple[tuple[str, ...], str] | None:
    """``(names of the pieces, digest)``, or None when ``head`` is the value itself."""
    words = (head or "").split(" ")
    if len(words) != 4 or words[0] != _MARK or not words[2].isdigit():
        return None
    return tuple(_name(key, words[1], number) for number in range(int(words[2]))), words[3]


def _name(key: str, token: str, number: int) -> str:
    return f"{key}/{token}/{number}"


def _digest(value: str) -> str:
    return sha256(value.encode("utf-8")).hexdigest()
