"""Saving a table: asks where, adds what the name lacks, and says so when it is written."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from celliq_desktop.domain.file_names import safe_name
from celliq_desktop.ui.screens.screen import ScreenContext
from celliq_desktop.viewmodels.words import N_, _

_FOLDER = "tables/folder"
_KINDS = N_("Excel (*.xlsx);;CSV (*.csv)")
Write = Callable[[Path, Callable[[], None]], None]
"""Writes the table to a path on a worker, and calls back when it is there."""


def save_table(parent: QWidget, context: ScreenContext, name: str, write: Write) -> None:
    """Ask where; the folder is remembered. ``name`` is proposed, whatever it was made of."""
    folder = context.preferences.text(_FOLDER) or str(Path.home())
    wanted = str(Path(folder) / safe_name(f"{name}.xlsx", otherwise="table.xlsx"))
    chosen, kind = QFileDialog.getSaveFileName(parent, _("Save the table"), wanted, _(_KINDS))
    if not chosen:
        return
    path = Path(chosen)
    if path.suffix.lower() not in (".csv", ".xlsx"):
        path = path.with_name(f"{path.name}{'.csv' if 'csv' in kind else '.xlsx'}")
    context.preferences.put(_FOLDER, str(path.parent))

    def open_it() -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    write(
        path, lambda: context.toasts.say(_("Written: {name}").format(name=path.name), action=_("Open"), open_it=open_it)
    )
