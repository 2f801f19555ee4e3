"""Makes the pictures of the README from the program itself, on a screen that is large enough:

xvfb-run -a -s "-screen 0 1600x1000x24" .venv/bin/python -m tests.pictures
"""

import sys
import tempfile
from pathlib import Path

from celliq_desktop.app.options import Options
from celliq_desktop.app.window import OpenWindow, application
from celliq_desktop.app.wiring import Wiring
from tests.support.hands import Hands

FOLDER = Path(__file__).parents[1] / "resources" / "pictures"
_SIZE = (1366, 820)


def main() -> int:
    """Open the demo, walk through it, and write one picture a stop."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    app = application()
    with tempfile.TemporaryDirectory(prefix="celliq-pictures-") as profile:
        wiring = Wiring(Options(profile=Path(profile), default_api_url="https://celliq.eu/api"))
        wiring.take_profile()
        opened = OpenWindow(app, wiring, demo=True)
        window = opened.window
        window.resize(*_SIZE)
        window.show()
        hands = Hands(window)

        def keep(name: str) -> None:
            for _round in range(20):
                app.processEvents()
            window.grab().save(str(FOLDER / f"{name}.png"))

        hands.until(lambda: hands.sees("Synced just now") and hands.sees("60 cars"), "the fleet")
        keep("fleet")
        desk = window.desk
        assert desk is not None
        row = next(row for row in desk.models.fleet.index.snapshot.rows if row.grade == "A")
        desk.open_vin(row.vin)
        hands.until(lambda: hands.sees("95 % interval"), "the car")
        keep("vehicle")
        opened.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
