"""Draws the program's sign for desktops and installers: PNG in every usual size, ICO for Windows, ICNS for macOS.

Run by ``build.py`` in the environment of the frozen program:  python packaging/icons.py FOLDER
"""

import sys
from pathlib import Path

from PIL import Image
from PySide6.QtGui import QGuiApplication

from celliq_desktop.ui.theme.app_icon import SIZES_PX, draw

NAME = "celliq-desktop"
_WINDOWS = tuple((size, size) for size in (16, 24, 32, 48, 64, 128, 256))


def main(folder: Path) -> int:
    """Write ``<size>/celliq-desktop.png``, ``celliq-desktop.ico`` and ``celliq-desktop.icns`` into ``folder``."""
    application = QGuiApplication(sys.argv[:1])
    for size in SIZES_PX:
        path = folder / str(size) / f"{NAME}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        if not draw(size).save(str(path)):
            print(f"{path} cannot be written.", file=sys.stderr)
            return 1
    largest = Image.open(folder / str(SIZES_PX[-1]) / f"{NAME}.png")
    largest.save(folder / f"{NAME}.ico", sizes=list(_WINDOWS))
    largest.save(folder / f"{NAME}.icns")
    application.quit()
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
