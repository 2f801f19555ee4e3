"""Charging: start at a public point, watch it, stop it, and have the bill."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from celliq_desktop.domain.charging import ChargingId
from celliq_desktop.ui.bridge.bind import Bindings
from celliq_desktop.ui.screens.charging.car_card import CarCard
from celliq_desktop.ui.screens.charging.connect_card import ConnectCard
from celliq_desktop.ui.screens.charging.live_card import LiveCard
from celliq_desktop.ui.screens.charging.receipt_card import ReceiptCard
from celliq_desktop.ui.screens.held_lines import HeldLines, WaitingLink
from celliq_desktop.ui.screens.screen import Screen, ScreenContext
from celliq_desktop.ui.theme.icons import Glyph
from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.banner import Banner
from celliq_desktop.ui.widgets.buttons import button
from celliq_desktop.ui.widgets.cards import Card
from celliq_desktop.ui.widgets.empty_state import EmptyState
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.ui.widgets.lines_table import LineColumn, LinesModel, LinesTable
from celliq_desktop.ui.widgets.problem_banner import ProblemBanner
from celliq_desktop.ui.widgets.scrolling import scrolled
from celliq_desktop.ui.widgets.skeleton import Skeleton
from celliq_desktop.viewmodels.activity_lines import ActivityLine
from celliq_desktop.viewmodels.charging.car_link import CarLinkViewModel
from celliq_desktop.viewmodels.charging.model import ChargingViewModel
from celliq_desktop.viewmodels.charging.words import ChargingLine, ChargingView
from celliq_desktop.viewmodels.fleet.model import title_of
from celliq_desktop.viewmodels.problem import Help
from celliq_desktop.viewmodels.words import N_, _

_COLUMNS: tuple[LineColumn[ChargingLine], ...] = (
    LineColumn(N_("Started"), lambda line: line.day, lambda line: line.at),
    LineColumn(
        N_("Station"), lambda line: line.station, lambda line: line.station, stretch=True, tip=lambda line: line.tip
    ),
    LineColumn(N_("State"), lambda line: line.state, lambda line: line.state, tone=lambda line: line.tone),
    LineColumn(N_("Energy"), lambda line: line.energy, lambda line: line.kwh, number=True),
    LineColumn(N_("Duration"), lambda line: line.duration, lambda line: line.seconds, number=True, spare=True),
    LineColumn(N_("Cost"), lambda line: line.cost, lambda line: line.total, number=True),
    LineColumn(N_("Rating"), lambda line: line.rating, lambda line: line.stars, spare=True),
)
_SKELETON, _CONNECT, _EMPTY, _CONTENT = range(4)
_RECEIPT_SHARE = (7, 4)


class ChargingScreen(Screen):
    """Draws a ``ChargingViewModel`` of its own."""

    def __init__(self, context: ScreenContext) -> None:
        super().__init__()
        self._context = context
        self._model = ChargingViewModel(context.bench, context.formats)
        self._told = ""
        self.problem = ProblemBanner()
        self.problem.helped.connect(self._help)
        self.notice = Banner()
        self.question = Banner(closable=False)
        self.held = HeldLines(context, _of_charging)
        self.waiting = WaitingLink(context, _of_charging)
        self._wanted = ("", "")
        self.summary = label(Role.SECONDARY)
        self.evse = _field(_("EVSE id of the charging point"), _("EVSE id, e.g. DE*CIQ*E1*2"))
        self.payment = _field(_("Payment method at Cariqa"), _("Payment method, e.g. pm_…"))
        self.start = button(_("Start charging"), "primary")
        self.live: list[LiveCard] = []
        self._lives = QVBoxLayout()
        self.lines = LinesModel(_COLUMNS)
        self.table = LinesTable(self.lines, _("Charging sessions"), row_height=SIZES.row)
        self.receipt = ReceiptCard()
        self._car_model = CarLinkViewModel(context.bench, context.formats, partial(title_of, context.models.fleet))
        self.car = CarCard(self._car_model)
        self.connect_card = ConnectCard()
        self.empty = EmptyState(
            _("No charging session yet"),
            _(
                "Start one here with the id that stands on the charging point. Sessions started elsewhere"
                " come with the next sync."
            ),
            glyph=Glyph.LIGHTNING,
        )
        self._pages = QStackedWidget()
        self._arrange()
        self._connect()
        self._bindings = Bindings(self)
        self._bindings.bind(self._model, self._show)

    def enter(self, _argument: str) -> None:
        """Read the mirror again."""
        self._model.load()

    def release(self) -> None:
        """Let go of the view-model."""
        self._bindings.release()
        self.held.release()
        self.waiting.release()
        self.car.release()
        self._model.close()

    def _show(self, state: ChargingView) -> None:
        self.problem.show_problem(state.problem)
        self._show_notice(state)
        self.summary.setText(state.summary)
        for field in (self.evse, self.payment, self.start):
            field.setVisible(state.connected)
            field.setEnabled(not state.busy)
        self._show_live(state)
        self.lines.show(state.lines)
        self.table.fit(_COLUMNS)
        chosen = state.chosen.id if state.chosen else None
        row = self.lines.row_of(lambda line: line.id == chosen)
        if row >= 0:
            self.table.selectRow(row)
        self.receipt.show_receipt(state.chosen, busy=state.busy)
        self._car_model.open(ChargingId(state.chosen.id) if state.chosen else None)
        self.connect_card.connect_it.setEnabled(not state.busy)
        self._pages.setCurrentIndex(_page_of(state))
        if state.told and state.told != self._told:
            self._context.toasts.say(state.told)
        self._told = state.told

    def _show_notice(self, state: ChargingView) -> None:
        if state.starting:
            self.notice.say(
                "fair",
                _("It is not known yet whether this start worked. {starting}").format(starting=state.starting),
                _("It is looked for."),
            )
        elif state.trouble and state.connected:
            self.notice.say("fair", state.trouble, _("What you see is as of the last sync."))
        else:
            self.notice.hide()

    def _show_live(self, state: ChargingView) -> None:
        while len(self.live) < len(state.live):
            card, at = LiveCard(), len(self.live)
            card.stopped.connect(partial(self._stop, at))
            self.live.append(card)
            self._lives.addWidget(card)
        for at, card in enumerate(self.live):
            card.setVisible(at < len(state.live))
            if at < len(state.live):
                card.show_session(state.live[at])

    def _help(self, wanted: Help) -> None:
        if wanted is Help.RETRY:
            self._model.load()

    def _start(self) -> None:
        evse, payment = self.evse.text().strip(), self.payment.text().strip()
        if not evse or not payment:
            (self.evse if not evse else self.payment).setFocus()
            return
        self._wanted = (evse, payment)
        words = _("It costs money and is paid with {payment}.").format(payment=payment)
        self.question.say(
            "fair", _("Start charging at {evse}?").format(evse=evse), words, _("Start charging"), _("Not now")
        )

    def _agreed(self) -> None:
        self.question.hide()
        self._model.start(*self._wanted)

    def _stop(self, at: int) -> None:
        if at < len(self._model.state.live):
            self._model.stop(self._model.state.live[at].id)

    def _choose(self) -> None:
        line = self.lines.line(self.table.currentIndex().row())
        if line is not None and (self._model.state.chosen is None or self._model.state.chosen.id != line.id):
            self._model.choose(ChargingId(line.id))

    def _connect(self) -> None:
        self.start.clicked.connect(self._start)
        self.question.pressed.connect(self._agreed)
        self.question.declined.connect(self.question.hide)
        for field in (self.evse, self.payment):
            field.returnPressed.connect(self._start)
        self.table.clicked.connect(lambda _index: self._choose())
        self.table.opened.connect(lambda _row: self._choose())
        self.receipt.rated.connect(self._model.rate)
        self.receipt.opened.connect(self._model.open_paper)
        self.connect_card.given.connect(self._model.connect)

    def _arrange(self) -> None:
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        listed = Card()
        listed.body.addWidget(self.table)
        split.addWidget(listed)
        chosen = QWidget()
        below = QVBoxLayout(chosen)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(SIZES.gap3)
        below.addWidget(self.receipt)
        below.addWidget(self.car)
        below.addStretch(1)
        split.addWidget(scrolled(chosen, _("The chosen session")))
        for at, share in enumerate(_RECEIPT_SHARE):
            split.setStretchFactor(at, share)
        loading = Card()
        loading.body.addWidget(Skeleton(_("Reading charging sessions")))
        for page in (loading, _centred(self.connect_card), self.empty, split):
            self._pages.addWidget(page)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(SIZES.gap6, SIZES.gap4, SIZES.gap6, SIZES.gap4)
        outside.setSpacing(SIZES.gap3)
        outside.addLayout(self._head())
        outside.addWidget(self.problem)
        outside.addWidget(self.question)
        outside.addWidget(self.notice)
        outside.addWidget(self.held)
        outside.addWidget(self.waiting)
        outside.addLayout(self._lives)
        outside.addWidget(self._pages, 1)

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(SIZES.gap2)
        head.addWidget(label(Role.TITLE, _("Charging")))
        head.addSpacing(SIZES.gap2)
        head.addWidget(self.summary)
        head.addStretch(1)
        for field in (self.evse, self.payment, self.start):
            head.addWidget(field)
        return head


def _page_of(state: ChargingView) -> int:
    if state.loading:
        return _SKELETON
    if not state.connected and not state.lines:
        return _CONNECT
    return _CONTENT if state.lines else _EMPTY


def _field(name: str, example: str) -> QLineEdit:
    made = QLineEdit()
    made.setAccessibleName(name)
    made.setPlaceholderText(example)
    made.setMinimumHeight(SIZES.control)
    made.setMinimumWidth(SIZES.rail)
    return made


def _centred(card: QWidget) -> QWidget:
    """In the middle, no wider than its words are good to read."""
    outside = QWidget()
    row = QHBoxLayout(outside)
    row.addStretch(1)
    column = QVBoxLayout()
    column.addStretch(1)
    column.addWidget(card)
    column.addStretch(2)
    row.addLayout(column, 2)
    row.addStretch(1)
    return outside


def _of_charging(line: ActivityLine) -> bool:
    return line.about.startswith("charging_")
