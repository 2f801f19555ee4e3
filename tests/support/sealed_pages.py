"""What lies in an encrypted mirror, page by page and without SQLite: free pages, and what a deleted row left behind."""

from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

_PAGE, _RESERVE, _SALT = 4096, 80, 16
_LOG_HEADER, _FRAME_HEADER = 32, 24


def pages(path: Path, key: bytes) -> Iterator[bytes]:
    """Every page of an SQLCipher file in the clear: AES-256-CBC, the vector in the reserved end."""
    data = path.read_bytes()
    for at in range(0, len(data) - _PAGE + 1, _PAGE):
        yield _clear(data[at : at + _PAGE], key, begins=_SALT if at == 0 else 0)


def frames(path: Path, key: bytes) -> Iterator[bytes]:
    """Every page of a write-ahead log in the clear."""
    data = path.read_bytes()
    for at in range(_LOG_HEADER + _FRAME_HEADER, len(data) - _PAGE + 1, _FRAME_HEADER + _PAGE):
        yield _clear(data[at : at + _PAGE], key, begins=0)


def _clear(page: bytes, key: bytes, *, begins: int) -> bytes:
    vector = page[_PAGE - _RESERVE : _PAGE - _RESERVE + 16]
    decryptor = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()
    return decryptor.update(page[begins : _PAGE - _RESERVE])
