"""Finds VIN and e-mail among the columns of a list: by its header in seven languages, and by what the cells hold."""

import re
import unicodedata
from collections.abc import Callable, Sequence

from celliq_desktop.domain import vin as vins
from celliq_desktop.domain.sellers import SellerColumns

Named = Callable[[str], float]
Holds = Callable[[str], bool]

_VIN_NAMES = frozenset(
    {
        # English
        *("vin", "vin number", "vin no", "vin code", "vehicle identification number", "vehicle id number"),
        *("chassis", "chassis number", "chassis no", "frame number", "vehicle vin", "car vin"),
        # German
        *("fin", "fin nummer", "fahrgestellnummer", "fahrgestellnr", "fahrgestell nr", "fahrzeug ident nr", "fgnr"),
        *("fahrzeugidentnummer", "fahrzeug ident nummer", "fahrzeugidentifikationsnummer", "fin vin", "vin fin"),
        *("fahrzeug identifizierungsnummer", "fahrzeugidentifizierungsnummer", "fgst nr", "ident nr", "vin nummer"),
        # French
        *("numero de chassis", "no de chassis", "n de chassis", "n chassis", "numero vin", "no vin", "n vin"),
        *("numero d identification du vehicule", "numero de serie", "n de serie", "numero chassis", "code vin"),
        # Dutch
        *("chassisnummer", "chassis nummer", "chassisnr", "voertuigidentificatienummer", "framenummer", "vin nr"),
        *("voertuig identificatienummer", "identificatienummer voertuig"),
        # Spanish
        *("bastidor", "numero de bastidor", "num bastidor", "n bastidor", "no bastidor", "numero bastidor"),
        *("numero de chasis", "chasis", "numero de identificacion del vehiculo", "numero vin"),
        # Italian
        *("telaio", "numero di telaio", "numero telaio", "n telaio", "nr telaio", "num telaio"),
        *("numero di identificazione del veicolo", "codice vin", "codice telaio"),
        # Polish
        *("numer vin", "nr vin", "numer nadwozia", "nr nadwozia", "numer podwozia", "nr podwozia"),
        *("numer identyfikacyjny pojazdu",),
    }
)
_EMAIL_NAMES = frozenset(
    {
        # English
        *("email", "e mail", "mail", "email address", "e mail address", "mail address", "e mailaddress"),
        # German
        *("e mail adresse", "email adresse", "emailadresse", "mailadresse", "mail adresse", "e mailadresse"),
        # French
        *("courriel", "adresse e mail", "adresse email", "adresse mail", "adresse electronique", "mel"),
        *("adresse courriel", "courrier electronique"),
        # Dutch
        *("e mailadres", "emailadres", "e mail adres", "mailadres"),
        # Spanish
        *("correo", "correo electronico", "correo e", "direccion de correo", "direccion de correo electronico"),
        # Italian
        *(
            "posta elettronica",
            "indirizzo e mail",
            "indirizzo email",
            "indirizzo mail",
            "indirizzo di posta elettronica",
        ),
        # Polish
        *("adres e mail", "adres email", "poczta", "poczta elektroniczna", "adres mailowy", "e poczta"),
    }
)
_EMAIL_WORDS = frozenset(
    {"email", "mail", "courriel", "correo", "emailadresse", "emailadres", "mailadres", "mailadresse"}
)
_VIN_WORDS = frozenset(
    {"vin", "fin", "bastidor", "telaio", "fahrgestellnummer", "chassisnummer", "chassis", "nadwozia"}
)
_SELLER_WORDS = frozenset(
    {
        *("seller", "owner", "customer", "client", "private", "verkaufer", "verkaeufer", "halter", "kunde", "besitzer"),
        *("vendeur", "proprietaire", "verkoper", "eigenaar", "klant", "vendedor", "propietario", "cliente"),
        *("venditore", "proprietario", "sprzedawca", "sprzedajacy", "sprzedawcy", "wlasciciel", "klient"),
    }
)
_OWN_WORDS = frozenset(
    {
        *("dealer", "dealership", "sales", "our", "rep", "agent", "handler", "haendler", "autohaus", "concession"),
        *("concessionnaire", "garage", "concesionario", "concessionario", "diler", "salon", "buyer", "kaufer"),
    }
)
_LOOK = 200
"""Rows looked at."""


def folded_header(text: str) -> str:
    """Lower case, without accents, words parted by single spaces."""
    plain = unicodedata.normalize("NFKD", text.replace("ł", "l").replace("Ł", "L").replace("№", "no"))
    letters = "".join(" " if not c.isalnum() else c for c in plain if not unicodedata.combining(c))
    return " ".join(letters.casefold().split())


def looks_like_vin(cell: str) -> bool:
    """True for seventeen letters and digits with some digit among them, typing errors included."""
    vin = vins.normalise(cell)
    return len(vin) == 17 and vin.isascii() and vin.isalnum() and any(c.isdigit() for c in vin)


_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")


def looks_like_email(cell: str) -> bool:
    """True when an address stands in it."""
    return _ADDRESS.search(cell) is not None


def header_is(row: Sequence[str]) -> bool:
    """True when a first row names columns instead of holding a seller."""
    if any(looks_like_vin(cell) or looks_like_email(cell) for cell in row):
        return False
    return any(cell.strip() for cell in row)


def names_vin(header: str) -> bool:
    """True when a column of this name holds VINs, whatever stands below it."""
    return _named_vin(folded_header(header)) > 0


def guessed(header: Sequence[str], rows: Sequence[Sequence[str]]) -> SellerColumns:
    """The likeliest columns; ``header`` may be empty texts where the file has none."""
    width = max([len(header), *(len(row) for row in rows[:_LOOK])], default=0)
    vin_scores = [_score(header, rows, at, _named_vin, looks_like_vin) for at in range(width)]
    email_scores = [_score(header, rows, at, _named_email, looks_like_email) for at in range(width)]
    vin, email = _best(vin_scores), _best(email_scores)
    if vin is not None and vin == email:
        if vin_scores[vin] >= email_scores[vin]:
            email = _best([0.0 if at == vin else score for at, score in enumerate(email_scores)])
        else:
            vin = _best([0.0 if at == email else score for at, score in enumerate(vin_scores)])
    sure = min(vin_scores[vin] if vin is not None else 0.0, email_scores[email] if email is not None else 0.0)
    return SellerColumns(vin=vin, email=email, confidence=round(min(1.0, sure), 2))


def _score(header: Sequence[str], rows: Sequence[Sequence[str]], at: int, named: Named, holds: Holds) -> float:
    """What the name says counts as much as what the cells hold; cells alone are enough where there are no names."""
    name = named(folded_header(header[at])) if at < len(header) else 0.0
    cells = [row[at] for row in rows[:_LOOK] if at < len(row) and row[at].strip()]
    share = sum(holds(cell) for cell in cells) / len(cells) if cells else 0.0
    return min(1.0, max(0.55 * name + 0.45 * share, 0.8 * share if share > 0.5 else 0.0))


def _named_vin(name: str) -> float:
    if name in _VIN_NAMES:
        return 1.0
    return 0.8 if _VIN_WORDS & set(name.split()) else 0.0


def _named_email(name: str) -> float:
    words = set(name.split())
    plain = " ".join(
        word for word in name.split() if word not in _SELLER_WORDS and word not in ("s", "der", "des", "du")
    )
    known = 1.0 if plain in _EMAIL_NAMES else 0.8 if _EMAIL_WORDS & words else 0.0
    if _SELLER_WORDS & words:
        known += 0.1
    return known - 0.4 if known and _OWN_WORDS & words else known


def _best(scores: Sequence[float]) -> int | None:
    best = max(range(len(scores)), key=lambda at: scores[at], default=None)
    return best if best is not None and scores[best] > 0.25 else None
