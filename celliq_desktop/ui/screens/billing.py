"""Billing: plan, credits and their use, invoices and receipts; paying happens in the browser."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from celliq_desktop.ui.bridge.bind import Bindings
from celliq_desktop.ui.screens.screen import PAY_NOW, Screen, ScreenContext
from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.banner import Banner
from celliq_desktop.ui.widgets.buttons import button
from celliq_desktop.ui.widgets.cards import Card
from celliq_desktop.ui.widgets.choice import Amount
from celliq_desktop.ui.widgets.key_figure import KeyFigure
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.ui.widgets.lines_table import LineColumn, LinesModel, LinesTable
from celliq_desktop.ui.widgets.month_bars import MonthBars
from celliq_desktop.ui.widgets.problem_banner import ProblemBanner
from celliq_desktop.ui.widgets.scrolling import scrolled
from celliq_desktop.ui.widgets.skeleton import Skeleton
from celliq_desktop.viewmodels.billing import BillingViewModel
from celliq_desktop.viewmodels.billing_words import BillingPhase, BillingState, Figure, PaperLine
from celliq_desktop.viewmodels.problem import Help
from celliq_desktop.viewmodels.words import N_, _

_COLUMNS: tuple[LineColumn[PaperLine], ...] = (
    LineColumn(N_("Date"), lambda line: line.day, lambda line: line.at),
    LineColumn(N_("Number"), lambda line: line.number, lambda line: line.number),
    LineColumn(N_("What"), lambda line: line.what, lambda line: line.what, stretch=True),
    LineColumn(N_("Status"), lambda line: line.status, lambda line: line.status, tone=lambda line: line.tone),
    LineColumn(N_("Amount"), lambda line: line.amount, lambda line: line.sum, number=True),
)
_PACK, _MOST = 10, 500
_TABLE_ROWS = 8
_SKELETON, _CONTENT = range(2)


class PaperTable(Card):
    """Invoices or payments; Enter or a double click opens the paper in the browser."""

    def __init__(self, title: str, empty: str, open_it: Callable[[PaperLine], None]) -> None:
        super().__init__(title=title)
        self._model = LinesModel(_COLUMNS)
        self.table = LinesTable(self._model, title, row_height=SIZES.row)
        self.table.opened.connect(self._open)
        self._open_it = open_it
        self.empty = label(Role.SECONDARY, empty)
        self.body.addWidget(self.empty)
        self.body.addWidget(self.table)

    def show_lines(self, lines: tuple[PaperLine, ...]) -> None:
        """Replace the lines."""
        self._model.show(lines)
        self.table.setVisible(bool(lines))
        self.empty.setVisible(not lines)
        self.table.fit(_COLUMNS)
        rows = min(len(lines), _TABLE_ROWS) + 1
        self.table.setFixedHeight(rows * self.table.verticalHeader().defaultSectionSize() + SIZES.gap1)

    def _open(self, row: int) -> None:
        line = self._model.line(row)
        if line is not None:
            self._open_it(line)


class BillingScreen(Screen):
    """Draws a ``BillingViewModel`` of its own."""

    def __init__(self, context: ScreenContext) -> None:
        super().__init__()
        self._context = context
        self._model = BillingViewModel(context.bench, context.formats)
        self._told = ""
        self.problem = ProblemBanner()
        self.problem.helped.connect(self._help)
        self.notice = Banner()
        self.plan, self.credits, self.spend = KeyFigure(_("Plan")), KeyFigure(_("Credits")), KeyFigure(_("Spend"))
        self.bars = MonthBars(_("Credits used by month"))
        self.no_bars = label(Role.SECONDARY, _("No credit has been used yet."))
        self.quantity = Amount(_("Credits to buy"), 1, _MOST)
        self.quantity.setValue(_PACK)
        self.quantity.setSuffix(" " + _("credits"))
        self.buy = button(_("Buy credits"), "primary")
        self.stop = button(_("Stop waiting"), "quiet")
        self.waiting = label(
            Role.SECONDARY, _("Pay in your browser; the credits appear here by themselves."), wrap=True
        )
        self.portal = button(_("Manage plan and cards"))
        self.invoices = PaperTable(_("Invoices"), _("No invoice yet."), self._model.open_paper)
        self.payments = PaperTable(_("Payments and receipts"), _("No payment yet."), self._model.open_paper)
        self.stripe = Card(title=_("Stripe"))
        self.stripe_words = label(Role.SECONDARY, wrap=True)
        self.key = QLineEdit()
        self.key.setEchoMode(QLineEdit.EchoMode.Password)
        self.key.setPlaceholderText("rk_live_…")
        self.key.setAccessibleName(_("Restricted key of Stripe"))
        self.connect_stripe = button(_("Connect Stripe"))
        self.disconnect_stripe = button(_("Disconnect Stripe"), "quiet")
        self._pages = QStackedWidget()
        self._arrange()
        self._connect()
        self._bindings = Bindings(self)
        self._bindings.bind(self._model, self._show)

    def enter(self, argument: str) -> None:
        """Read the mirror again; somebody who came to pay is sent to the page at once."""
        self._model.load()
        if argument == PAY_NOW:
            self._model.buy(None)

    def release(self) -> None:
        """Let go of the view-model."""
        self._bindings.release()
        self._model.close()

    def _show(self, state: BillingState) -> None:
        paying = state.phase is BillingPhase.PAYING
        self.problem.show_problem(state.problem)
        if state.no_credits:
            action = "" if paying else state.pay_words
            self.notice.say("fair", state.no_credits, _("Buy credits; what waits goes on by itself."), action)
        else:
            self.notice.hide()
        for card, figure in ((self.plan, state.plan), (self.credits, state.credits), (self.spend, state.spend)):
            _draw(card, figure)
        self.bars.show_bars(state.bars)
        self.bars.setVisible(bool(state.bars))
        self.no_bars.setVisible(not state.bars)
        self.buy.setEnabled(not paying)
        self.quantity.setEnabled(not paying)
        self.stop.setVisible(paying)
        self.waiting.setVisible(paying)
        known = state.stripe_connected or bool(state.invoices or state.payments)
        self.invoices.setVisible(known)
        self.payments.setVisible(known)
        self.invoices.show_lines(state.invoices)
        self.payments.show_lines(state.payments)
        self.stripe_words.setText(state.stripe_words or _("Connected with a key that may only read."))
        self.key.setVisible(not state.stripe_connected)
        self.connect_stripe.setVisible(not state.stripe_connected)
        self.disconnect_stripe.setVisible(state.stripe_connected)
        self._pages.setCurrentIndex(_SKELETON if state.phase is BillingPhase.LOADING else _CONTENT)
        if state.told and state.told != self._told:
            self._context.toasts.say(state.told)
        self._told = state.told

    def _help(self, wanted: Help) -> None:
        if wanted is Help.RETRY:
            self._model.load()

    def _give_key(self) -> None:
        self._model.connect_stripe(self.key.text())
        self.key.clear()

    def _connect(self) -> None:
        self.buy.clicked.connect(lambda: self._model.buy(self.quantity.value()))
        self.stop.clicked.connect(self._model.stop_waiting)
        self.notice.pressed.connect(lambda: self._model.buy(None))
        self.portal.clicked.connect(self._model.open_portal)
        self.connect_stripe.clicked.connect(self._give_key)
        self.key.returnPressed.connect(self._give_key)
        self.disconnect_stripe.clicked.connect(self._model.disconnect_stripe)

    def _arrange(self) -> None:
        figures = QHBoxLayout()
        figures.setSpacing(SIZES.gap3)
        for card in (self.plan, self.credits, self.spend):
            figures.addWidget(card, 1)
        usage = Card(title=_("Credits used by month"))
        usage.body.addWidget(self.bars)
        usage.body.addWidget(self.no_bars)
        key = QHBoxLayout()
        key.setSpacing(SIZES.gap2)
        key.addWidget(self.key, 1)
        key.addWidget(self.connect_stripe)
        key.addWidget(self.disconnect_stripe)
        self.stripe.body.addWidget(self.stripe_words)
        self.stripe.body.addLayout(key)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, SIZES.gap2, 0)
        column.setSpacing(SIZES.gap4)
        column.addLayout(figures)
        for widget in (usage, self.invoices, self.payments, self.stripe):
            column.addWidget(widget)
        column.addStretch(1)
        loading = Card()
        loading.body.addWidget(Skeleton(_("Reading billing")))
        self._pages.addWidget(loading)
        self._pages.addWidget(scrolled(inside, _("Billing")))
        outside = QVBoxLayout(self)
        outside.setContentsMargins(SIZES.gap6, SIZES.gap4, SIZES.gap6, SIZES.gap4)
        outside.setSpacing(SIZES.gap3)
        outside.addLayout(self._head())
        for above in (self.problem, self.notice, self.waiting):
            outside.addWidget(above)
        outside.addWidget(self._pages, 1)

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(SIZES.gap2)
        head.addWidget(label(Role.TITLE, _("Billing")))
        head.addStretch(1)
        for field in (self.stop, self.portal, self.quantity, self.buy):
            head.addWidget(field)
        return head


def _draw(card: KeyFigure, figure: Figure) -> None:
    card.show_figure(figure.value, figure.unit, figure.detail)
