"""Words of what the detectors found and of refusals, language by language; ``findings`` fills in the figures."""

FINDINGS: dict[str, dict[str, str]] = {
    "en": {
        "finding_odometer": "The odometer runs backwards, from {one} to {two}.",
        "finding_rows": "The data runs backwards in time; it was put in order.",
        "finding_clock": "The clock jumps back ({one}×), by up to {two} minutes.",
        "finding_unset_clock": "Some times lie before the first such cars; the clock was not set.",
        "finding_copies": "{one} charges at different times are alike to the last digit; real charges are not.",
        "finding_unphysical": "In {one} of {two} charges the voltage does not follow the current as a battery’s must.",
        "finding_counter": "The energy counter shows {one} % against voltage times current.",
        "finding_stale": "The state of charge stalls or jumps (by up to {one} points) in {two} of {three} charges.",
        "finding_step": (
            "From one charge to the next the capacity moves from {one} to {two} ({three} %): another battery, a "
            "recalibration or a software limit. Only the charges after it count."
        ),
        "refusal_mixed_soc": "Two kinds of state of charge, or two cars, are mixed in the data.",
        "refusal_current_sign": "The data counts charging as negative current, which nobody declared.",
        "refusal_undeclared_measuring_point": "The energy is a charging station’s, and nobody declared it.",
    },
    "de": {
        "finding_odometer": "Der Kilometerstand läuft rückwärts, von {one} auf {two}.",
        "finding_rows": "Die Daten laufen zeitlich rückwärts; sie wurden geordnet.",
        "finding_clock": "Die Uhr springt zurück ({one}×), um bis zu {two} Minuten.",
        "finding_unset_clock": "Manche Zeiten liegen vor den ersten solchen Autos; die Uhr war nicht gestellt.",
        "finding_copies": "{one} Ladungen gleichen sich bis zur letzten Stelle; echte Ladungen tun das nicht.",
        "finding_unphysical": "In {one} von {two} Ladungen folgt die Spannung dem Strom nicht wie bei einer Batterie.",
        "finding_counter": "Der Energiezähler zeigt {one} % gegenüber Spannung mal Strom.",
        "finding_stale": "Der Ladestand steht oder springt (um bis zu {one} Punkte) in {two} von {three} Ladungen.",
        "finding_step": (
            "Von einer Ladung zur nächsten ändert sich die Kapazität von {one} auf {two} ({three} %): andere Batterie, "
            "neue Kalibrierung oder Softwaregrenze. Nur die Ladungen danach zählen."
        ),
        "refusal_mixed_soc": "In den Daten sind zwei Arten von Ladestand oder zwei Autos vermischt.",
        "refusal_current_sign": "Die Daten zählen Laden als negativen Strom, was niemand angegeben hat.",
        "refusal_undeclared_measuring_point": "Die Energie ist die einer Ladesäule, was niemand angegeben hat.",
    },
    "fr": {
        "finding_odometer": "Le compteur kilométrique recule, de {one} à {two}.",
        "finding_rows": "Les données vont à rebours du temps ; elles ont été remises en ordre.",
        "finding_clock": "L’horloge recule ({one}×), de {two} minutes au plus.",
        "finding_unset_clock": "Des heures précèdent les premières de ces voitures ; l’horloge n’était pas à l’heure.",
        "finding_copies": "{one} charges sont identiques au dernier chiffre près ; de vraies charges ne le sont pas.",
        "finding_unphysical": "Dans {one} charges sur {two}, la tension ne suit pas le courant comme il se doit.",
        "finding_counter": "Le compteur d’énergie indique {one} % par rapport à tension fois courant.",
        "finding_stale": "Le niveau de charge stagne ou saute (jusqu’à {one} points) dans {two} charges sur {three}.",
        "finding_step": (
            "D’une charge à l’autre, la capacité passe de {one} à {two} ({three} %) : autre batterie, recalibrage ou "
            "limite logicielle. Seules les charges suivantes comptent."
        ),
        "refusal_mixed_soc": "Deux sortes de niveau de charge, ou deux voitures, sont mêlées dans les données.",
        "refusal_current_sign": "Les données comptent la charge en courant négatif, ce que personne n’a déclaré.",
        "refusal_undeclared_measuring_point": "L’énergie est celle d’une borne, ce que personne n’a déclaré.",
    },
    "nl": {
        "finding_odometer": "De kilometerstand loopt terug, van {one} naar {two}.",
        "finding_rows": "De gegevens lopen terug in de tijd; ze zijn geordend.",
        "finding_clock": "De klok springt terug ({one}×), tot {two} minuten.",
        "finding_unset_clock": "Sommige tijden liggen vóór de eerste zulke auto’s; de klok stond niet gelijk.",
        "finding_copies": "{one} laadbeurten zijn tot het laatste cijfer gelijk; echte laadbeurten zijn dat niet.",
        "finding_unphysical": "In {one} van {two} laadbeurten volgt de spanning de stroom niet zoals het hoort.",
        "finding_counter": "De energieteller wijkt {one} % af van spanning maal stroom.",
        "finding_stale": "De laadtoestand staat stil of springt (tot {one} punten) in {two} van {three} laadbeurten.",
        "finding_step": (
            "Van de ene laadbeurt op de andere gaat de capaciteit van {one} naar {two} ({three} %): een andere "
            "batterij, herkalibratie of softwaregrens. Alleen de laadbeurten daarna tellen."
        ),
        "refusal_mixed_soc": "In de gegevens zijn twee soorten laadtoestand, of twee auto’s, vermengd.",
        "refusal_current_sign": "De gegevens tellen laden als negatieve stroom, wat niemand heeft opgegeven.",
        "refusal_undeclared_measuring_point": "De energie is die van een laadpaal, wat niemand heeft opgegeven.",
    },
    "es": {
        "finding_odometer": "El cuentakilómetros retrocede, de {one} a {two}.",
        "finding_rows": "Los datos van hacia atrás en el tiempo; se ordenaron.",
        "finding_clock": "El reloj retrocede ({one}×), hasta {two} minutos.",
        "finding_unset_clock": "Algunas horas son anteriores a los primeros coches así; el reloj no estaba ajustado.",
        "finding_copies": "{one} cargas son iguales hasta la última cifra; las cargas reales no lo son.",
        "finding_unphysical": "En {one} de {two} cargas la tensión no sigue a la corriente como debe.",
        "finding_counter": "El contador de energía indica {one} % frente a tensión por corriente.",
        "finding_stale": "El nivel de carga se detiene o salta (hasta {one} puntos) en {two} de {three} cargas.",
        "finding_step": (
            "De una carga a la siguiente la capacidad pasa de {one} a {two} ({three} %): otra batería, recalibración o "
            "límite de software. Solo cuentan las cargas posteriores."
        ),
        "refusal_mixed_soc": "En los datos se mezclan dos tipos de nivel de carga, o dos coches.",
        "refusal_current_sign": "Los datos cuentan la carga como corriente negativa, lo que nadie ha declarado.",
        "refusal_undeclared_measuring_point": "La energía es la de un poste de carga, lo que nadie ha declarado.",
    },
    "it": {
        "finding_odometer": "Il contachilometri torna indietro, da {one} a {two}.",
        "finding_rows": "I dati vanno a ritroso nel tempo; sono stati riordinati.",
        "finding_clock": "L’orologio torna indietro ({one}×), fino a {two} minuti.",
        "finding_unset_clock": "Alcuni orari precedono le prime auto di questo tipo; l’orologio non era regolato.",
        "finding_copies": "{one} ricariche sono uguali fino all’ultima cifra; le ricariche vere non lo sono.",
        "finding_unphysical": "In {one} ricariche su {two} la tensione non segue la corrente come deve.",
        "finding_counter": "Il contatore di energia indica {one} % rispetto a tensione per corrente.",
        "finding_stale": "Il livello di carica è fermo o salta (fino a {one} punti) in {two} ricariche su {three}.",
        "finding_step": (
            "Da una ricarica all’altra la capacità passa da {one} a {two} ({three} %): altra batteria, ricalibrazione "
            "o limite software. Contano solo le ricariche successive."
        ),
        "refusal_mixed_soc": "Nei dati sono mescolati due tipi di livello di carica, o due auto.",
        "refusal_current_sign": "I dati contano la ricarica come corrente negativa, cosa che nessuno ha dichiarato.",
        "refusal_undeclared_measuring_point": "L’energia è quella di una colonnina, cosa che nessuno ha dichiarato.",
    },
    "pl": {
        "finding_odometer": "Przebieg cofa się, z {one} na {two}.",
        "finding_rows": "Dane biegną wstecz w czasie; zostały uporządkowane.",
        "finding_clock": "Zegar cofa się ({one}×), najwyżej o {two} min.",
        "finding_unset_clock": "Niektóre godziny są sprzed pierwszych takich aut; zegar nie był ustawiony.",
        "finding_copies": "Ładowania zgodne co do ostatniej cyfry: {one}; prawdziwe takie nie są.",
        "finding_unphysical": "W {one} z {two} ładowań napięcie nie podąża za prądem tak, jak powinno.",
        "finding_counter": "Licznik energii wskazuje {one} % wobec napięcia razy prąd.",
        "finding_stale": "Poziom naładowania stoi lub skacze (najwyżej o {one} pkt) w {two} z {three} ładowań.",
        "finding_step": (
            "Między dwoma ładowaniami pojemność zmienia się z {one} na {two} ({three} %): inna bateria, kalibracja lub "
            "limit oprogramowania. Liczą się tylko późniejsze ładowania."
        ),
        "refusal_mixed_soc": "W danych pomieszano dwa rodzaje poziomu naładowania lub dwa auta.",
        "refusal_current_sign": "Dane liczą ładowanie jako prąd ujemny, czego nikt nie podał.",
        "refusal_undeclared_measuring_point": "Energia pochodzi z licznika stacji, czego nikt nie podał.",
    },
}
"""By language; ``words.CATALOGUES`` joins them to the others."""
