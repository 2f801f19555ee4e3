"""Words of the comparison, the warranty headroom, and the guide on page 3, language by language."""

GUIDE: dict[str, dict[str, str]] = {
    "en": {
        "annex_rest": (
            "Told by the manufacturer only, and not at hand: 1(a) manufacturer, place and date of "
            "manufacture, weight, chemistry; 1(b) materials; 1(c) carbon footprint; 1(d) sourcing; 1(e)–(f) "
            "recycled and renewable content; 1(h) voltages; 1(i) power; 1(j), 1(p) expected life in cycles "
            "and its test; 1(l) temperature range; 1(n) round-trip efficiency; 1(o) resistance; 1(q)–(s) "
            "marking, conformity, waste. Points 2 and 3 are for authorised persons only."
        ),
        "compare": "How it compares",
        "compare_words": "better than {share} of {count} other cars of this model",
        "compare_note": "at this dealer, by our own estimates; the middle half lies at {span}",
        "headroom": "Headroom",
        "headroom_above": "{points} points above {limit}",
        "headroom_below": "{points} points below {limit}",
        "headroom_usual": "usual limit of battery warranties",
        "headroom_declared": "limit declared by the issuer",
        "charge_throughput": "Charge taken in",
        "ac_share": "Share of energy charged with AC",
        "idle_loss": "Loss while parked, a day",
        "peak_power": "Highest charging power, median",
        "taper": "Charging power halves from",
        "taper_not": "not up to {soc}",
        "denominators": "Other capacities when new",
        "denominators_note": "The same charges against each capacity when new that is known.",
        "grades": "Grades",
        "grades_note": "The grade is that of the lower end of our own estimate: a wide interval lowers it.",
        "grade_least": "{percent} or more",
        "grade_below": "below {percent}",
        "reading": "What this report is, and what it is not",
        "reading_text": (
            "State of health is the energy the battery can hold now, in percent of the energy it could hold when new. "
            "An interval says how sure a figure is: in 95 of 100 such cases the true value lies inside. The report "
            "rests on charging data read from the car; the battery was not opened and no workshop test was made. It "
            "describes the day it names and promises nothing about the future."
        ),
    },
    "de": {
        "annex_rest": (
            "Nur vom Hersteller zu erfahren und nicht vorliegend: 1(a) Hersteller, Ort und Datum der "
            "Herstellung, Gewicht, Chemie; 1(b) Materialien; 1(c) CO2-Fußabdruck; 1(d) Beschaffung; 1(e)–(f) "
            "rezyklierter und erneuerbarer Anteil; 1(h) Spannungen; 1(i) Leistung; 1(j), 1(p) erwartete "
            "Zyklen und ihre Prüfung; 1(l) Temperaturbereich; 1(n) Wirkungsgrad; 1(o) Widerstand; 1(q)–(s) "
            "Kennzeichnung, Konformität, Abfall. Die Punkte 2 und 3 sind nur für Befugte."
        ),
        "compare": "Im Vergleich",
        "compare_words": "besser als {share} von {count} anderen Autos dieses Modells",
        "compare_note": "bei diesem Händler, nach unseren eigenen Schätzungen; mittlere Hälfte: {span}",
        "headroom": "Reserve",
        "headroom_above": "{points} Punkte über {limit}",
        "headroom_below": "{points} Punkte unter {limit}",
        "headroom_usual": "übliche Grenze von Batteriegarantien",
        "headroom_declared": "Grenze laut Aussteller",
        "charge_throughput": "Aufgenommene Ladung",
        "ac_share": "Anteil der mit AC geladenen Energie",
        "idle_loss": "Verlust im Stand, je Tag",
        "peak_power": "Höchste Ladeleistung, Median",
        "taper": "Ladeleistung halbiert ab",
        "taper_not": "nicht bis {soc}",
        "denominators": "Andere Kapazitäten im Neuzustand",
        "denominators_note": "Dieselben Ladungen gegen jede bekannte Kapazität im Neuzustand.",
        "grades": "Bewertungen",
        "grades_note": "Bewertet wird das untere Ende unserer eigenen Schätzung: Ein weites Intervall senkt sie.",
        "grade_least": "ab {percent}",
        "grade_below": "unter {percent}",
        "reading": "Was dieser Bericht ist und was nicht",
        "reading_text": (
            "Der Gesundheitszustand ist die Energie, die die Batterie jetzt halten kann, in Prozent der Energie im "
            "Neuzustand. Ein Intervall sagt, wie sicher eine Zahl ist: In 95 von 100 solchen Fällen liegt der wahre "
            "Wert darin. Der Bericht beruht auf Ladedaten aus dem Auto; die Batterie wurde nicht geöffnet, eine "
            "Werkstattprüfung fand nicht statt. Er beschreibt den genannten Tag und verspricht nichts für die Zukunft."
        ),
    },
    "fr": {
        "annex_rest": (
            "Connus du seul fabricant et non disponibles : 1(a) fabricant, lieu et date de fabrication, "
            "poids, chimie ; 1(b) matériaux ; 1(c) empreinte carbone ; 1(d) approvisionnement ; 1(e)–(f) "
            "contenu recyclé et renouvelable ; 1(h) tensions ; 1(i) puissance ; 1(j), 1(p) durée de vie en "
            "cycles et son essai ; 1(l) plage de température ; 1(n) rendement ; 1(o) résistance ; 1(q)–(s) "
            "marquage, conformité, déchets. Les points 2 et 3 sont réservés aux personnes autorisées."
        ),
        "compare": "En comparaison",
        "compare_words": "mieux que {share} de {count} autres voitures de ce modèle",
        "compare_note": "chez ce vendeur, selon nos propres estimations ; moitié centrale : {span}",
        "headroom": "Marge",
        "headroom_above": "{points} points au-dessus de {limit}",
        "headroom_below": "{points} points sous {limit}",
        "headroom_usual": "seuil usuel des garanties de batterie",
        "headroom_declared": "seuil déclaré par l’émetteur",
        "charge_throughput": "Charge absorbée",
        "ac_share": "Part d’énergie chargée en AC",
        "idle_loss": "Perte à l’arrêt, par jour",
        "peak_power": "Puissance de charge maximale, médiane",
        "taper": "Puissance réduite de moitié dès",
        "taper_not": "pas jusqu’à {soc}",
        "denominators": "Autres capacités à l’état neuf",
        "denominators_note": "Les mêmes charges rapportées à chaque capacité à l’état neuf connue.",
        "grades": "Classes",
        "grades_note": "La classe est celle de la borne basse de notre estimation : un intervalle large l’abaisse.",
        "grade_least": "dès {percent}",
        "grade_below": "moins de {percent}",
        "reading": "Ce que ce rapport est, et ce qu’il n’est pas",
        "reading_text": (
            "L’état de santé est l’énergie que la batterie peut contenir aujourd’hui, en pourcentage de celle qu’elle "
            "contenait à l’état neuf. Un intervalle dit à quel point un chiffre est sûr : dans 95 cas sur 100, la "
            "vraie valeur s’y trouve. Le rapport repose sur des données de charge lues dans la voiture ; la batterie "
            "n’a pas été ouverte et aucun essai en atelier n’a été fait. Il décrit le jour indiqué et ne promet rien "
            "pour l’avenir."
        ),
    },
    "nl": {
        "annex_rest": (
            "Alleen bij de fabrikant bekend en niet beschikbaar: 1(a) fabrikant, plaats en datum van "
            "fabricage, gewicht, chemie; 1(b) materialen; 1(c) koolstofvoetafdruk; 1(d) herkomst; 1(e)–(f) "
            "gerecycled en hernieuwbaar aandeel; 1(h) spanningen; 1(i) vermogen; 1(j), 1(p) verwachte "
            "levensduur in cycli en de test; 1(l) temperatuurbereik; 1(n) rendement; 1(o) weerstand; 1(q)–(s) "
            "markering, conformiteit, afval. Punten 2 en 3 zijn alleen voor bevoegden."
        ),
        "compare": "In vergelijking",
        "compare_words": "beter dan {share} van {count} andere auto’s van dit model",
        "compare_note": "bij deze dealer, volgens onze eigen schattingen; middelste helft: {span}",
        "headroom": "Marge",
        "headroom_above": "{points} punten boven {limit}",
        "headroom_below": "{points} punten onder {limit}",
        "headroom_usual": "gebruikelijke grens van batterijgaranties",
        "headroom_declared": "grens volgens de uitgever",
        "charge_throughput": "Opgenomen lading",
        "ac_share": "Aandeel energie met AC geladen",
        "idle_loss": "Verlies bij stilstand, per dag",
        "peak_power": "Hoogste laadvermogen, mediaan",
        "taper": "Laadvermogen gehalveerd vanaf",
        "taper_not": "niet tot {soc}",
        "denominators": "Andere nieuwcapaciteiten",
        "denominators_note": "Dezelfde laadbeurten tegen elke bekende nieuwcapaciteit.",
        "grades": "Klassen",
        "grades_note": "De klasse geldt het lage eind van onze eigen schatting: een breed interval verlaagt haar.",
        "grade_least": "vanaf {percent}",
        "grade_below": "onder {percent}",
        "reading": "Wat dit rapport is, en wat niet",
        "reading_text": (
            "De gezondheidstoestand is de energie die de batterij nu kan bevatten, in procent van de energie toen zij "
            "nieuw was. Een interval zegt hoe zeker een getal is: in 95 van de 100 zulke gevallen ligt de ware waarde "
            "erin. Het rapport berust op laadgegevens uit de auto; de batterij is niet geopend en er is geen test in "
            "een werkplaats gedaan. Het beschrijft de genoemde dag en belooft niets voor de toekomst."
        ),
    },
    "es": {
        "annex_rest": (
            "Solo los conoce el fabricante y no están disponibles: 1(a) fabricante, lugar y fecha de "
            "fabricación, peso, química; 1(b) materiales; 1(c) huella de carbono; 1(d) abastecimiento; "
            "1(e)–(f) contenido reciclado y renovable; 1(h) tensiones; 1(i) potencia; 1(j), 1(p) vida "
            "esperada en ciclos y su ensayo; 1(l) rango de temperatura; 1(n) eficiencia; 1(o) resistencia; "
            "1(q)–(s) marcado, conformidad, residuos. Los puntos 2 y 3 son solo para personas autorizadas."
        ),
        "compare": "En comparación",
        "compare_words": "mejor que el {share} de otros {count} coches de este modelo",
        "compare_note": "en este concesionario, según nuestras estimaciones; mitad central: {span}",
        "headroom": "Margen",
        "headroom_above": "{points} puntos sobre el {limit}",
        "headroom_below": "{points} puntos bajo el {limit}",
        "headroom_usual": "límite usual de las garantías de batería",
        "headroom_declared": "límite declarado por el emisor",
        "charge_throughput": "Carga absorbida",
        "ac_share": "Parte de energía cargada en AC",
        "idle_loss": "Pérdida en reposo, al día",
        "peak_power": "Potencia de carga máxima, mediana",
        "taper": "Potencia reducida a la mitad desde",
        "taper_not": "no hasta el {soc}",
        "denominators": "Otras capacidades de fábrica",
        "denominators_note": "Las mismas cargas frente a cada capacidad de fábrica conocida.",
        "grades": "Clases",
        "grades_note": "La clase es la del extremo inferior de nuestra estimación: un intervalo amplio la rebaja.",
        "grade_least": "desde el {percent}",
        "grade_below": "menos del {percent}",
        "reading": "Qué es este informe y qué no es",
        "reading_text": (
            "El estado de salud es la energía que la batería puede contener ahora, en porcentaje de la que podía "
            "contener nueva. Un intervalo dice lo segura que es una cifra: en 95 de cada 100 casos así, el valor real "
            "está dentro. El informe se basa en datos de carga leídos del coche; la batería no se abrió ni se hizo "
            "prueba de taller. Describe el día que nombra y no promete nada sobre el futuro."
        ),
    },
    "it": {
        "annex_rest": (
            "Noti solo al fabbricante e non disponibili: 1(a) fabbricante, luogo e data di fabbricazione, "
            "peso, chimica; 1(b) materiali; 1(c) impronta di carbonio; 1(d) approvvigionamento; 1(e)–(f) "
            "contenuto riciclato e rinnovabile; 1(h) tensioni; 1(i) potenza; 1(j), 1(p) vita attesa in cicli "
            "e relativa prova; 1(l) intervallo di temperatura; 1(n) efficienza; 1(o) resistenza; 1(q)–(s) "
            "marcatura, conformità, rifiuti. I punti 2 e 3 sono solo per persone autorizzate."
        ),
        "compare": "A confronto",
        "compare_words": "meglio del {share} di altre {count} auto di questo modello",
        "compare_note": "presso questo rivenditore, secondo le nostre stime; metà centrale: {span}",
        "headroom": "Margine",
        "headroom_above": "{points} punti sopra il {limit}",
        "headroom_below": "{points} punti sotto il {limit}",
        "headroom_usual": "limite usuale delle garanzie di batteria",
        "headroom_declared": "limite dichiarato dall’emittente",
        "charge_throughput": "Carica assorbita",
        "ac_share": "Quota di energia caricata in AC",
        "idle_loss": "Perdita da ferma, al giorno",
        "peak_power": "Potenza di ricarica massima, mediana",
        "taper": "Potenza di ricarica dimezzata dal",
        "taper_not": "non fino al {soc}",
        "denominators": "Altre capacità da nuova",
        "denominators_note": "Le stesse ricariche rispetto a ogni capacità da nuova nota.",
        "grades": "Classi",
        "grades_note": "La classe è quella dell’estremo basso della nostra stima: un intervallo ampio la abbassa.",
        "grade_least": "dal {percent}",
        "grade_below": "sotto il {percent}",
        "reading": "Che cosa è questo rapporto, e che cosa non è",
        "reading_text": (
            "Lo stato di salute è l’energia che la batteria può contenere ora, in percentuale di quella che conteneva "
            "da nuova. Un intervallo dice quanto è sicura una cifra: in 95 casi simili su 100 il valore vero vi è "
            "compreso. Il rapporto si basa su dati di ricarica letti dall’auto; la batteria non è stata aperta e non è "
            "stata fatta alcuna prova in officina. Descrive il giorno indicato e non promette nulla per il futuro."
        ),
    },
    "pl": {
        "annex_rest": (
            "Zna je tylko producent i nie są dostępne: 1(a) producent, miejsce i data produkcji, masa, skład "
            "chemiczny; 1(b) materiały; 1(c) ślad węglowy; 1(d) pochodzenie surowców; 1(e)–(f) zawartość z "
            "recyklingu i odnawialna; 1(h) napięcia; 1(i) moc; 1(j), 1(p) oczekiwana liczba cykli i jej "
            "badanie; 1(l) zakres temperatur; 1(n) sprawność; 1(o) rezystancja; 1(q)–(s) oznakowanie, "
            "zgodność, odpady. Punkty 2 i 3 są tylko dla osób uprawnionych."
        ),
        "compare": "W porównaniu",
        "compare_words": "lepiej niż {share} z {count} innych aut tego modelu",
        "compare_note": "u tego sprzedawcy, według naszych oszacowań; środkowa połowa: {span}",
        "headroom": "Zapas",
        "headroom_above": "{points} pkt powyżej {limit}",
        "headroom_below": "{points} pkt poniżej {limit}",
        "headroom_usual": "zwykła granica gwarancji na baterie",
        "headroom_declared": "granica podana przez wystawcę",
        "charge_throughput": "Pobrany ładunek",
        "ac_share": "Udział energii ładowanej AC",
        "idle_loss": "Ubytek na postoju, dziennie",
        "peak_power": "Najwyższa moc ładowania, mediana",
        "taper": "Moc ładowania spada o połowę od",
        "taper_not": "nie do {soc}",
        "denominators": "Inne pojemności nowej baterii",
        "denominators_note": "Te same ładowania wobec każdej znanej pojemności nowej baterii.",
        "grades": "Klasy",
        "grades_note": "Klasa dotyczy dolnego końca naszego oszacowania: szeroki przedział ją obniża.",
        "grade_least": "od {percent}",
        "grade_below": "poniżej {percent}",
        "reading": "Czym ten raport jest, a czym nie jest",
        "reading_text": (
            "Stan zdrowia to energia, którą bateria może teraz pomieścić, w procentach energii, którą mieściła jako "
            "nowa. Przedział mówi, jak pewna jest liczba: w 95 na 100 takich przypadków prawdziwa wartość leży w "
            "środku. Raport opiera się na danych ładowania odczytanych z auta; baterii nie otwierano i nie wykonano "
            "badania w warsztacie. Opisuje podany dzień i niczego nie obiecuje na przyszłość."
        ),
    },
}
"""By language; ``words.CATALOGUES`` joins them to the others."""
