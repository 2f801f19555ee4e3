"""Which tone a grade letter has, in every place that shows one."""

_TONES = {"A": "good", "B": "good", "C": "fair", "D": "poor", "E": "poor"}


def tone_of_grade(grade: str | None) -> str:
    """``good``, ``fair``, ``poor``; a grade we do not know has no tone."""
    return _TONES.get(grade or "", "none")
