"""The system browser behind ``ports.Browser``; only checked URLs come here."""

from celliq_desktop.domain.problems import BadSurroundings


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
                "No browser could be started on this computer.",
                safe="Nothing was bought or connected.",
                next_step="Open the address by hand.",
                url=url,
            )
