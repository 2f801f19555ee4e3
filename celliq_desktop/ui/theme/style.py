"""The style sheet, generated from the tokens; parts are functions so that each says what it styles."""

from celliq_desktop.ui.theme.fonts import MONO
from celliq_desktop.ui.theme.tokens import SIZES, TYPE, Theme


def style_sheet(theme: Theme) -> str:
    """Everything Fusion does not already draw as look.md wants it."""
    return "\n".join(part(theme) for part in (_text, _surfaces, _buttons, _inputs, _tables, _rail, _bars, _menus))


def _text(theme: Theme) -> str:
    c, px = theme.colours, theme.px
    return f"""
    QLabel {{ background: transparent; color: {c.text}; }}
    QLabel[role="title"] {{ font-size: {px(TYPE.title)}px; font-weight: {TYPE.semibold}; }}
    QLabel[role="heading"] {{ font-size: {px(TYPE.heading)}px; font-weight: {TYPE.semibold}; }}
    QLabel[role="figure"] {{ font-size: {px(TYPE.figure)}px; font-weight: {TYPE.semibold}; }}
    QLabel[role="display"] {{ font-size: {px(TYPE.display)}px; font-weight: {TYPE.semibold}; }}
    QLabel[role="figure"]:disabled {{ color: {c.faint}; }}
    QLabel[role="strong"] {{ font-weight: {TYPE.semibold}; }}
    QLabel[role="secondary"] {{ font-size: {px(TYPE.secondary)}px; color: {c.muted}; }}
    QLabel[role="caption"] {{ font-size: {px(TYPE.secondary)}px; font-weight: {TYPE.semibold}; color: {c.muted}; }}
    QLabel[role="warning"] {{ font-size: {px(TYPE.secondary)}px; color: {c.fair}; }}
    QLabel[role="error"] {{ color: {c.poor}; }}
    QLabel[role="code"] {{ font-family: "{MONO}"; font-size: {px(TYPE.secondary)}px;
        font-weight: {TYPE.regular}; }}
    QLabel[role="rail"] {{ color: {c.rail_text}; font-weight: {TYPE.semibold}; }}
    QLabel[role="rail-secondary"] {{ color: {c.rail_muted}; font-size: {px(TYPE.secondary)}px; }}
    QToolTip {{ background: {c.raised}; color: {c.text}; border: {SIZES.line}px solid {c.border_strong};
        padding: {px(SIZES.gap1)}px {px(SIZES.gap2)}px; font-size: {px(TYPE.secondary)}px; }}
    """


def _surfaces(theme: Theme) -> str:
    c, px = theme.colours, theme.px
    tones = "\n".join(
        f"""
        QFrame[surface="banner"][tone="{tone}"] {{ background: {soft};
            border: {SIZES.line}px solid {ink if c.outlined else soft}; border-radius: {px(SIZES.radius_m)}px; }}
        QFrame[surface="banner"][tone="{tone}"] QLabel {{ color: {ink}; }}"""
        for tone, ink, soft in (
            ("good", c.good, c.good_soft),
            ("fair", c.fair, c.fair_soft),
            ("poor", c.poor, c.poor_soft),
            ("info", c.info, c.info_soft),
            ("none", c.none, c.none_soft),
        )
    )
    return f"""
    QFrame[surface="card"] {{ background: {c.surface}; border: {SIZES.line}px solid {c.border};
        border-radius: {px(SIZES.radius_l)}px; }}
    QFrame[surface="card"][pressable="true"]:hover {{ background: {c.row_hover}; border-color: {c.border_strong}; }}
    QFrame[surface="card"][pressable="true"]:focus {{ border: {SIZES.focus_ring}px solid {c.focus}; }}
    QFrame[surface="toast"], QFrame[surface="dialog"] {{ background: {c.raised};
        border: {SIZES.line}px solid {c.border_strong}; border-radius: {px(SIZES.radius_l)}px; }}
    QFrame[surface="header"] {{ background: {c.surface}; border: 0; border-bottom: {SIZES.line}px solid {c.border}; }}
    QFrame[surface="strip"] {{ background: {c.raised}; border: {SIZES.line}px solid {c.border_strong};
        border-radius: {px(SIZES.radius_m)}px; }}
    QFrame[surface="line"] {{ background: {c.border}; border: 0; max-height: {SIZES.line}px; }}
    QWidget[surface="canvas"] {{ background: {c.canvas}; }}
    QScrollArea {{ background: transparent; border: 0; }}
    QFrame[surface="drop"] {{ background: {c.surface}; border: {SIZES.focus_ring}px dashed {c.border_strong};
        border-radius: {px(SIZES.radius_l)}px; }}
    QFrame[surface="drop"][over="true"] {{ background: {c.accent_soft}; border-color: {c.accent}; }}
    QScrollArea[kind="pages"] {{ background: {c.sunken}; border: {SIZES.focus_ring}px solid transparent;
        border-radius: {px(SIZES.radius_l)}px; }}
    QScrollArea[kind="pages"]:focus {{ border-color: {c.focus}; }}
    QScrollArea > QWidget > QWidget {{ background: transparent; }}
    {tones}
    """


def _buttons(theme: Theme) -> str:
    c, px = theme.colours, theme.px
    ring = f"{SIZES.focus_ring}px solid {c.focus}"
    pad = px(SIZES.gap3)
    inner = f"{px(SIZES.gap1)}px {pad - 1}px"
    return f"""
    QPushButton {{ background: {c.surface}; color: {c.text}; border: {SIZES.line}px solid {c.border_strong};
        border-radius: {px(SIZES.radius_m)}px; padding: {px(SIZES.gap1) + 1}px {pad}px;
        min-height: {px(SIZES.control) - 2 * px(SIZES.gap1) - 4}px; font-weight: {TYPE.semibold}; }}
    QPushButton:hover {{ background: {c.row_hover}; border-color: {c.faint}; }}
    QPushButton:pressed {{ background: {c.sunken}; }}
    QPushButton:disabled {{ color: {c.faint}; background: {c.sunken}; border-color: {c.border}; }}
    QPushButton:focus {{ border: {ring}; padding: {inner}; }}
    QPushButton[kind="primary"] {{ background: {c.accent}; color: {c.on_accent}; border-color: {c.accent}; }}
    QPushButton[kind="primary"]:hover {{ background: {c.accent_hover}; border-color: {c.accent_hover}; }}
    QPushButton[kind="primary"]:pressed {{ background: {c.accent_pressed}; }}
    QPushButton[kind="primary"]:disabled {{ color: {c.faint}; background: {c.sunken}; border-color: {c.border}; }}
    QPushButton[kind="primary"]:focus {{ border: {SIZES.focus_ring}px solid {c.text}; padding: {inner}; }}
    QPushButton[kind="danger"] {{ color: {c.poor}; }}
    QPushButton[kind="link"], QPushButton[kind="quiet"] {{ background: transparent; border-color: transparent; }}
    QPushButton[kind="link"] {{ color: {c.accent}; padding: {px(SIZES.gap1)}px; }}
    QPushButton[kind="quiet"] {{ color: {c.muted}; }}
    QPushButton[kind="link"]:hover {{ color: {c.accent_hover}; text-decoration: underline; }}
    QPushButton[kind="quiet"]:hover {{ background: {c.sunken}; color: {c.text}; }}
    QPushButton[kind="link"]:focus, QPushButton[kind="quiet"]:focus {{ border: {ring}; }}
    QToolButton {{ background: transparent; color: {c.muted}; border: {SIZES.line}px solid transparent;
        border-radius: {px(SIZES.radius_m)}px; padding: {px(SIZES.gap1)}px; }}
    QToolButton:hover {{ background: {c.sunken}; color: {c.text}; }}
    QToolButton:pressed, QToolButton:checked {{ background: {c.accent_soft}; color: {c.text}; }}
    QToolButton:focus {{ border: {ring}; padding: {px(SIZES.gap1) - 1}px; }}
    QToolButton:disabled {{ color: {c.faint}; }}
    QToolButton::menu-indicator {{ image: none; }}
    QToolButton[kind="field"] {{ background: {c.surface}; color: {c.text}; border-color: {c.border_strong};
        padding: {px(SIZES.gap1)}px {px(SIZES.gap2)}px; }}
    QToolButton[kind="field"]:hover {{ background: {c.row_hover}; }}
    QToolButton[kind="field"]:focus {{ border: {ring}; }}
    QToolButton[kind="search"] {{ background: {c.canvas}; color: {c.muted}; border-color: {c.border_strong};
        padding: 0 {px(SIZES.gap2)}px; }}
    QToolButton[kind="search"]:hover {{ background: {c.row_hover}; border-color: {c.faint}; }}
    QToolButton[kind="search"]:focus {{ border: {ring}; }}
    QToolButton[kind="chip"] {{ background: {c.accent_soft}; color: {c.text}; font-weight: {TYPE.semibold};
        border-radius: {px(SIZES.radius_l)}px; padding: {SIZES.gap_half}px {px(SIZES.gap2)}px; }}
    QToolButton[kind="chip"]:hover {{ border-color: {c.accent}; }}
    QToolButton[kind="chip"]:focus {{ border: {ring}; }}
    QToolButton[kind="count"] {{ background: {c.surface}; color: {c.text}; border-color: {c.border_strong};
        border-radius: {px(SIZES.radius_l)}px; padding: {SIZES.gap_half}px {px(SIZES.gap2)}px {SIZES.gap_half}px
        {px(SIZES.gap6) - px(SIZES.gap1)}px; }}
    QToolButton[kind="count"]:hover {{ background: {c.row_hover}; border-color: {c.faint}; }}
    QToolButton[kind="count"]:checked {{ background: {c.accent_soft}; border-color: {c.accent};
        font-weight: {TYPE.semibold}; }}
    QToolButton[kind="count"]:focus {{ border: {ring}; padding: {SIZES.gap_half - 1}px {px(SIZES.gap2) - 1}px
        {SIZES.gap_half - 1}px {px(SIZES.gap6) - px(SIZES.gap1) - 1}px; }}
    """


def _inputs(theme: Theme) -> str:
    c, px = theme.colours, theme.px
    ring = f"{SIZES.focus_ring}px solid {c.focus}"
    return f"""
    QLineEdit, QComboBox, QSpinBox {{ background: {c.surface}; color: {c.text}; border: {SIZES.line}px solid {c.edge};
        border-radius: {px(SIZES.radius_m)}px; padding: {px(SIZES.gap1)}px {px(SIZES.gap2)}px;
        min-height: {px(SIZES.control) - 2 * px(SIZES.gap1) - 2}px;
        selection-background-color: {c.accent}; selection-color: {c.on_accent};
        placeholder-text-color: {c.faint}; }}
    QLineEdit:hover, QComboBox:hover, QSpinBox:hover {{ border-color: {c.faint}; }}
    QLineEdit:focus, QComboBox:focus, QSpinBox:focus {{ border: {ring};
        padding: {px(SIZES.gap1) - 1}px {px(SIZES.gap2) - 1}px; }}
    QPlainTextEdit {{ background: {c.surface}; color: {c.text}; border: {SIZES.line}px solid {c.edge};
        border-radius: {px(SIZES.radius_m)}px; padding: {px(SIZES.gap1)}px; placeholder-text-color: {c.faint};
        selection-background-color: {c.accent}; selection-color: {c.on_accent}; }}
    QPlainTextEdit:focus {{ border: {ring}; padding: {px(SIZES.gap1) - 1}px; }}
    QLineEdit[invalid="true"] {{ border-color: {c.poor}; }}
    QLineEdit:disabled, QComboBox:disabled, QSpinBox:disabled {{ color: {c.faint}; background: {c.sunken}; }}
    QLineEdit[kind="search"] {{ padding-left: 0; }}
    QLineEdit[kind="bare"], QLineEdit[kind="bare"]:focus {{ border: 0; padding: 0; background: transparent; }}
    QComboBox QAbstractItemView {{ background: {c.raised}; color: {c.text};
        border: {SIZES.line}px solid {c.border_strong}; outline: 0;
        selection-background-color: {c.accent_soft}; selection-color: {c.text}; }}
    QComboBox {{ padding-right: {px(SIZES.gap8)}px; font-weight: {TYPE.semibold}; }}
    QComboBox:focus {{ padding-right: {px(SIZES.gap8) - 1}px; }}
    QComboBox::drop-down {{ border: 0; background: transparent; width: {px(SIZES.gap6)}px; }}
    QComboBox::down-arrow {{ image: none; }}
    QComboBox {{ combobox-popup: 0; }}
    QSpinBox QLineEdit, QSpinBox QLineEdit:focus {{ border: 0; padding: 0; min-height: 0; background: transparent; }}
    QSpinBox::up-button, QSpinBox::down-button {{ border: 0; background: transparent; width: {px(SIZES.gap6)}px; }}
    QSpinBox::up-arrow, QSpinBox::down-arrow {{ image: none; }}
    QCheckBox, QRadioButton {{ color: {c.text}; spacing: {px(SIZES.gap2)}px; }}
    QCheckBox::indicator {{ width: {px(SIZES.icon) - 2}px; height: {px(SIZES.icon) - 2}px;
        border: {SIZES.line}px solid {c.faint}; border-radius: {px(SIZES.radius_s)}px; background: {c.surface}; }}
    QCheckBox::indicator:checked {{ background: {c.accent}; border-color: {c.accent}; }}
    QCheckBox::indicator:disabled {{ background: {c.sunken}; border-color: {c.border_strong}; }}
    QCheckBox::indicator:checked:disabled {{ background: {c.border_strong}; border-color: {c.border_strong}; }}
    QCheckBox:disabled {{ color: {c.faint}; }}
    QCheckBox:focus {{ color: {c.accent}; }}
    QCheckBox::indicator:focus {{ border: {SIZES.focus_ring}px solid {c.focus};
        width: {px(SIZES.icon) - 4}px; height: {px(SIZES.icon) - 4}px; }}
    """


def _tables(theme: Theme) -> str:
    c, px = theme.colours, theme.px
    return f"""
    QTableView, QListView {{ background: {c.surface}; color: {c.text}; border: 0; gridline-color: {c.border};
        selection-background-color: {c.row_selected}; selection-color: {c.text}; outline: 0;
        alternate-background-color: {c.surface}; }}
    QListView::item {{ padding: {px(SIZES.gap1)}px {px(SIZES.gap2)}px; border-radius: {px(SIZES.radius_m)}px; }}
    QListView::item:selected {{ background: {c.row_selected}; color: {c.text}; }}
    QTableView::item {{ padding: 0 {px(SIZES.gap1)}px; border-bottom: {SIZES.line}px solid {c.border}; }}
    QTableView::item:selected {{ background: {c.row_selected}; color: {c.text}; }}
    QHeaderView {{ background: {c.surface}; border: 0; }}
    QHeaderView::section {{ background: {c.surface}; color: {c.muted}; border: 0;
        border-bottom: {SIZES.line}px solid {c.border_strong}; padding: 0 {px(SIZES.gap2)}px;
        height: {px(SIZES.control)}px; font-size: {px(TYPE.secondary)}px; font-weight: {TYPE.semibold}; }}
    QHeaderView::section:hover {{ color: {c.text}; background: {c.row_hover}; }}
    QAbstractScrollArea::corner {{ background: transparent; border: 0; }}
    QTableCornerButton::section {{ background: {c.surface}; border: 0; }}
    QScrollBar:vertical {{ background: transparent; width: {px(SIZES.gap3)}px; margin: {SIZES.gap_half}px; }}
    QScrollBar:horizontal {{ background: transparent; height: {px(SIZES.gap3)}px; margin: {SIZES.gap_half}px; }}
    QScrollBar::handle {{ background: {c.edge}; border-radius: {px(SIZES.radius_s)}px; }}
    QScrollBar::handle:vertical {{ min-height: {px(SIZES.gap8)}px; }}
    QScrollBar::handle:horizontal {{ min-width: {px(SIZES.gap8)}px; }}
    QScrollBar::handle:hover {{ background: {c.faint}; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    QSplitter::handle {{ background: transparent; }}
    QTabWidget::pane {{ border: 0; }}
    QTabBar {{ qproperty-drawBase: 0; }}
    QTabBar::tab {{ background: transparent; color: {c.muted}; border: 0;
        padding: {px(SIZES.gap2)}px {px(SIZES.gap1)}px; margin-right: {px(SIZES.gap4)}px; font-weight: {TYPE.semibold};
        border-bottom: {SIZES.focus_ring}px solid transparent; }}
    QTabBar::tab:selected {{ color: {c.text}; border-bottom-color: {c.accent}; }}
    QTabBar::tab:hover {{ color: {c.text}; }}
    QTabBar::tab:selected:focus {{ background: {c.accent_soft}; }}
    """


def _rail(theme: Theme) -> str:
    c, px = theme.colours, theme.px
    return f"""
    QFrame[surface="rail"] {{ background: {c.rail}; border: 0; border-right: {SIZES.line}px solid {c.rail_border}; }}
    QFrame[surface="rail"] QToolButton {{ color: {c.rail_muted}; background: transparent; text-align: left;
        border: {SIZES.focus_ring}px solid transparent; border-radius: {px(SIZES.radius_m)}px;
        padding: 0 {px(SIZES.gap2)}px; font-weight: {TYPE.semibold}; }}
    QFrame[surface="rail"] QToolButton:hover {{ background: {c.rail_hover}; color: {c.rail_text}; }}
    QFrame[surface="rail"] QToolButton:checked {{ background: {c.rail_active}; color: {c.rail_text}; }}
    QFrame[surface="rail"] QToolButton:focus {{ border-color: {c.focus}; }}
    """


def _bars(theme: Theme) -> str:
    c, px = theme.colours, theme.px
    return f"""
    QProgressBar {{ background: {c.sunken}; border: 0; border-radius: {px(SIZES.radius_s) // 2}px;
        max-height: {px(SIZES.gap1)}px; min-height: {px(SIZES.gap1)}px; }}
    QProgressBar::chunk {{ background: {c.accent}; border-radius: {px(SIZES.radius_s) // 2}px; }}
    """


def _menus(theme: Theme) -> str:
    c, px = theme.colours, theme.px
    return f"""
    QMenu {{ background: {c.raised}; color: {c.text}; border: {SIZES.line}px solid {c.border_strong};
        padding: {px(SIZES.gap1)}px; }}
    QMenu::item {{ padding: {px(SIZES.gap1) + 1}px {px(SIZES.gap6)}px {px(SIZES.gap1) + 1}px {px(SIZES.gap2)}px;
        border-radius: {px(SIZES.radius_s)}px; }}
    QMenu::item:selected {{ background: {c.accent_soft}; }}
    QMenu::item:disabled {{ color: {c.faint}; }}
    QMenu::separator {{ height: {SIZES.line}px; background: {c.border}; margin: {px(SIZES.gap1)}px; }}
    QMenu::icon {{ padding-left: {px(SIZES.gap2)}px; }}
    """
