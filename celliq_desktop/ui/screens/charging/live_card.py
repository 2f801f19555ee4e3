"""What charges now: where, how much so far, how far it has come, and the way to stop it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.buttons import button
from celliq_desktop.ui.widgets.cards import Card
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.ui.widgets.pill import Pill
from celliq_desktop.viewmodels.charging.words import LiveSession
from celliq_desktop.viewmodels.words import N_, _

_STATIONS = (N_("Started"), N_("Charging"), N_("Ended"), N_("Billed"))


class LiveCard(Card):
    """One session that is not finished; ``stopped`` when a person wants it to end."""

    stopped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.station = label(Role.HEADING)
        self.place = label(Role.SECONDARY)
        self.pill = Pill()
        self.energy = label(Role.FIGURE)
        self.rest = label(Role.SECONDARY)
        self.waits = label(Role.WARNING, wrap=True)
        self.bar = QProgressBar()
        self.bar.setRange(0, len(_STATIONS))
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(SIZES.gap2)
        self.bar.setAccessibleName(_("How far this session has come"))
        self.stop = button(_("Stop charging"), "danger")
        self.stop.clicked.connect(self.stopped)
        self._arrange()

    def show_session(self, live: LiveSession) -> None:
        """Draw it."""
        self.station.setText(live.station)
        self.place.setText(live.place)
        self.pill.show_state(live.state, live.tone)
        self.energy.setText(live.energy)
        self.rest.setText(
            _("{duration} · up to {power} · {price}").format(duration=live.duration, power=live.power, price=live.price)
        )
        self.waits.setText(live.waits)
        self.waits.setVisible(bool(live.waits))
        self.bar.setValue(live.step)
        self.bar.setAccessibleDescription(
            _("{state}, step {step} of {n}").format(state=live.state, step=live.step, n=len(_STATIONS))
        )
        self.stop.setEnabled(live.may_stop)
        self.setAccessibleName(f"{live.state} at {live.station}")
        self.setAccessibleDescription(f"{live.energy}, {live.duration}")

    def _arrange(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.station)
        words.addWidget(self.place)
        head = QHBoxLayout()
        head.setSpacing(SIZES.gap4)
        head.addLayout(words)
        head.addWidget(self.pill)
        head.addStretch(1)
        head.addWidget(self.rest)
        head.addWidget(self.energy)
        head.addWidget(self.stop)
        self.body.addLayout(head)
        self.body.addWidget(self.bar)
        stations = QHBoxLayout()
        for name in _STATIONS:
            stations.addWidget(label(Role.CAPTION, _(name)), 1)
        self.body.addLayout(stations)
        self.body.addWidget(self.waits)
