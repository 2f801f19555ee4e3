"""The tour for whoever is new: five places, one sentence each on what to do there."""

from dataclasses import dataclass

from celliq_desktop.viewmodels.words import N_


@dataclass(frozen=True, slots=True)
class TourStep:
    """``screen`` is the key of the screen it shows; ``title`` and ``words`` are translated where they are shown."""

    screen: str
    title: str
    words: str


STEPS = (
    TourStep(
        "fleet",
        N_("Every car at a glance"),
        N_(
            "State of health with its interval, and whether a report can be issued now. Scan a VIN anywhere, or press"
            " Ctrl+K, to open a car."
        ),
    ),
    TourStep(
        "reports",
        N_("Reports a buyer can check"),
        N_("Print, e-mail or show the QR code full screen. What was withdrawn is asked about before it leaves you."),
    ),
    TourStep(
        "verify",
        N_("Check any report"),
        N_("Drop a PDF here: the seal, the issuer and the public record are looked at, and said in plain words."),
    ),
    TourStep(
        "activity",
        N_("Nothing is lost"),
        N_("What you ask for is kept and sent once, also when the network fails. Here you see it, and can undo it."),
    ),
    TourStep(
        "help",
        N_("Help for your role"),
        N_("The guide has the tasks of the desk, of sales and of managers. F1 opens it, from any screen."),
    ),
)
