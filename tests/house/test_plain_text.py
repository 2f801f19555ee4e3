"""Nothing a server sends is read as rich text (M20): what could do so is found by name, in one place or nowhere."""

import ast

from tests.house.source import PACKAGE, Module, product_modules

_RICH = {
    *("QTextBrowser", "QTextEdit", "QTextDocument", "setHtml", "insertHtml", "appendHtml", "RichText", "AutoText"),
    *("setMarkdown", "MarkdownText", "QWebEngineView", "QToolTip", "setWhatsThis", "QErrorMessage"),
}
_LABELS = f"{PACKAGE}/ui/widgets/labels.py"
_TIPS = f"{PACKAGE}/ui/widgets/tips.py"


def _calls(module: Module) -> list[ast.Call]:
    return [node for node in ast.walk(module.tree) if isinstance(node, ast.Call)]


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _leaks(module: Module) -> list[str]:
    found = [f"{module.path}:{line} {name}" for name, line in module.names() if name.rpartition(".")[2] in _RICH]
    for call in _calls(module):
        place = f"{module.path}:{call.lineno}"
        if _name(call.func) == "QLabel" and module.path != _LABELS:
            found.append(f"{place} QLabel: use labels.label")
        if _name(call.func) == "setToolTip" and not _is_plain(call.args[0]):
            found.append(f"{place} setToolTip: use tips.plain_tip")
    boxes = [call for call in _calls(module) if _name(call.func) == "QMessageBox"]
    formats = [call for call in _calls(module) if _name(call.func) == "setTextFormat"]
    if len(boxes) > len(formats):
        found.append(f"{module.path} QMessageBox without setTextFormat")
    if any(name.endswith("ToolTipRole") for name, _line in module.names()) and "plain_tip" not in module.text:
        found.append(f"{module.path} ToolTipRole without plain_tip")
    return found


def _is_plain(text: ast.expr) -> bool:
    """The program's own words, or words that were made plain."""
    if isinstance(text, ast.Constant):
        return True
    if isinstance(text, ast.IfExp):
        return _is_plain(text.body) and _is_plain(text.orelse)
    if isinstance(text, ast.Call) and _name(text.func) == "_":  # catalogues are ours, and tested to hold no markup
        return _is_plain(text.args[0])
    return isinstance(text, ast.Call) and _name(text.func) == "plain_tip"


def test_no_screen_can_show_rich_text() -> None:
    seen = [module for module in product_modules() if module.room in ("ui", "app")]
    assert not [leak for module in seen for leak in _leaks(module)]


def test_the_look_finds_every_way_in() -> None:
    text = """
from PySide6.QtWidgets import QLabel, QMessageBox, QTextBrowser
def f(row, index, role):
    QLabel(row.name)
    QTextBrowser()
    row.setToolTip(row.status)
    QMessageBox()
    if role == Qt.ItemDataRole.ToolTipRole:
        return row.name
"""
    leaks = "\n".join(_leaks(Module(f"{PACKAGE}/ui/x.py", text, ast.parse(text))))
    for word in ("QLabel", "QTextBrowser", "setToolTip", "QMessageBox", "ToolTipRole"):
        assert word in leaks
