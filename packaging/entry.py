"""What the frozen program starts with: what ``python -m celliq_desktop`` does."""

import os
import sys

from celliq_desktop.app.main import main


def give_back_the_library_path() -> None:
    """The loader of the frozen program points LD_LIBRARY_PATH at our own libraries; a browser or an installer that we
    start must find the system's. This process has read the variable already. What we start of ourselves (the sample
    server, the look at strangers' files) is told to begin afresh, or it would find neither."""
    before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
    if before:
        os.environ["LD_LIBRARY_PATH"] = before
    else:
        os.environ.pop("LD_LIBRARY_PATH", None)
    os.environ["PYINSTALLER_RESET_ENVIRONMENT"] = "1"


if __name__ == "__main__":
    if sys.platform.startswith("linux"):
        give_back_the_library_path()
    sys.exit(main())
