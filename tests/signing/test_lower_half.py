"""Each ECDSA signature is written in one of its two forms."""

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from celliq_desktop.signing.lower_half import is_lower_half, lower_half

_WORDS = b"Battery Condition Report"


@pytest.mark.parametrize("curve", [ec.SECP256R1(), ec.SECP384R1(), ec.SECP521R1()], ids=lambda curve: curve.name)
def test_the_two_forms_of_a_signature_become_one_that_holds(curve: ec.EllipticCurve) -> None:
    key = ec.generate_private_key(curve)
    method = ec.ECDSA(hashes.SHA256())
    found = set()
    for _turn in range(40):
        signature = key.sign(_WORDS, method)
        one = lower_half(signature, key.public_key())
        key.public_key().verify(one, _WORDS, method)
        assert is_lower_half(one, key.public_key())
        assert is_lower_half(signature, key.public_key()) == (signature == one)
        found.add(signature == one)
    assert found == {True, False}, "a library writes both, each about half of the time"


def test_other_keys_know_one_form_only() -> None:
    key = rsa.generate_private_key(65537, 2048)
    signature = key.sign(_WORDS, padding.PKCS1v15(), hashes.SHA256())
    assert lower_half(signature, key.public_key()) == signature
    assert is_lower_half(signature, key.public_key())
