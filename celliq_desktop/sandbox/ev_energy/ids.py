"""Ids as ev.energy makes them: four letters and 26 characters; the same name gives the same id."""

from random import Random

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def id_of(kind: str, name: str) -> str:
    """``vhcl01...`` for kind ``vhcl``."""
    dice = Random(f"{kind}:{name}")
    return f"{kind}01{''.join(dice.choice(_LETTERS) for _letter in range(24))}"


def uuid_of(name: str) -> str:
    """A UUID (version 4)."""
    bits = Random(f"uuid:{name}").getrandbits(128)
    text = f"{bits:032x}"
    return f"{text[:8]}-{text[8:12]}-4{text[13:16]}-a{text[17:20]}-{text[20:]}"
