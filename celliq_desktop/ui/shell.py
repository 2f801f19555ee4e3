"""The main window: signed out or in, keys that work everywhere, and what is remembered of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QPaintEvent, QShortcut
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from celliq_desktop.jobs.runner import Runner
from celliq_desktop.ui.bridge.bind import Bindings
from celliq_desktop.ui.bridge.ticker import Ticker
from celliq_desktop.ui.chrome.account_menu import AccountMenu
from celliq_desktop.ui.chrome.desk_view import DeskView
from celliq_desktop.ui.chrome.frame import Frame
from celliq_desktop.ui.chrome.scanner import Scanner
from celliq_desktop.ui.chrome.sign_in import SignInPage
from celliq_desktop.ui.chrome.toast_stack import ToastStack
from celliq_desktop.ui.preferences import Preferences
from celliq_desktop.ui.screens.registry import SCREENS
from celliq_desktop.ui.theme.switch import ThemeChoice, ThemeSwitch
from celliq_desktop.ui.theme.tokens import WINDOW
from celliq_desktop.viewmodels.entry import EntryPhase, EntryState, EntryViewModel
from celliq_desktop.viewmodels.session import Sessions

if TYPE_CHECKING:
    from celliq_desktop.viewmodels.formats import Formats
    from celliq_desktop.viewmodels.session_models import SessionModels
    from celliq_desktop.viewmodels.workbench import Workbench

