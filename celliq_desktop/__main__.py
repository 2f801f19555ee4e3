"""``python -m celliq_desktop``: the same program as the ``celliq-desktop`` command."""

import sys

from celliq_desktop.app.main import main

if __name__ == "__main__":
    sys.exit(main())
