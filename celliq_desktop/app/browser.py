"""The system browser behind ``ports.Browser``; only checked URLs come here."""

from celliq_desktop.domain.problems import BadSurroundings
from celliq_desktop.domain.text import N_


class SystemBrowser:
    """Opens pages where the person reads everything else."""

    def open(self, url: str) -> None:
        """Open ``url``; BadSurroundings ``no_browser`` when no browser starts."""
        import webbrowser  # brings processes along; most windows never open a page

        try:
            started = webbrowser.open(url)
        except webbrowser.Error:
            started = False
        if not started:
            raise BadSurroundings(
                "no_browser",
                N_("No browser could be started on this computer."),
                safe=N_("Nothing was bought or connected."),
                next_step=N_("Open the address by hand."),
                url=url,
            )
