"""What the pages say to those who hear them: the tree of headings, paragraphs, tables and figures, made while the pages
are drawn (tagged PDF, ISO 32000-1 14.7 and 14.8).

Whatever is drawn belongs either to an element of the tree or is an artifact, decoration that a reader skips. reportlab
knows nothing of this, so the operators around the drawing are written here and the tree itself by ``archive``.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from reportlab.pdfgen.canvas import Canvas

_GROUPS = frozenset({"Document", "Sect", "Table", "TR"})
"""Elements that hold elements only; the others hold what is drawn."""


@dataclass(slots=True)
class Element:
    """A node of the tree. ``role`` is a standard structure type, ``alt`` what stands for a figure, ``scope`` the
    direction in which a table's heading cell reads. ``marks`` are the numbers of its content on page ``page``."""

    role: str
    alt: str | None = None
    scope: str | None = None
    kids: list["Element"] = field(default_factory=list)
    page: int | None = None
    marks: list[int] = field(default_factory=list)
    speaks: bool = False


_ARTIFACT = Element("Artifact")


class Structure:
    """The tree in the making, and the marks around what a canvas draws."""

    def __init__(self, canvas: Canvas) -> None:
        """``canvas`` is at the start of its first page."""
        self.root = Element("Document")
        self.pages: list[list[Element]] = [[]]
        """For each page the owner of each mark, in the order of their numbers."""
        self._canvas = canvas
        self._stack = [self.root]
        self._marked: Element | None = None

    @contextmanager
    def element(self, role: str, *, alt: str | None = None, scope: str | None = None) -> Iterator[Element]:
        """What is drawn inside belongs to a new element; inside an artifact it stays one."""
        parent = self._stack[-1]
        new = parent if parent is _ARTIFACT else Element(role, alt, scope)
        if new is not parent:
            parent.kids.append(new)
        self._stack.append(new)
        try:
            yield new
        finally:
            self._stack.pop()

    @contextmanager
    def artifact(self) -> Iterator[None]:
        """What is drawn inside is repeated on every page or only adorns, words included."""
        self._stack.append(_ARTIFACT)
        try:
            yield
        finally:
            self._stack.pop()

    @contextmanager
    def text(self, role: str) -> Iterator[bool]:
        """Words follow: of the element they stand in, or of a new one of ``role``. Gives whether the element has words
        already, from which a blank must part these."""
        if self._stack[-1].role in _GROUPS:
            with self.element(role) as own:
                yield self._say(own)
        else:
            yield self._say(self._stack[-1])

    @contextmanager
    def lines(self, role: str) -> Iterator[None]:
        """Several lines of words follow that belong together."""
        if self._stack[-1].role in _GROUPS:
            with self.element(role):
                yield
        else:
            yield

    def graphic(self) -> None:
        """Lines and areas follow: part of a figure, or decoration."""
        current = self._stack[-1]
        self._mark(current if current.role == "Figure" else _ARTIFACT)

    def end_page(self) -> None:
        """To be said before the canvas shows its page."""
        self._close()
        self.pages.append([])

    def _say(self, element: Element) -> bool:
        self._mark(element)
        spoken, element.speaks = element.speaks, True
        return spoken and element is not _ARTIFACT

    def _mark(self, element: Element) -> None:
        if element is self._marked:
            return
        self._close()
        if element is _ARTIFACT:
            self._canvas.addLiteral("/Artifact BMC")
        else:
            owners = self.pages[-1]
            self._canvas.addLiteral(f"/{element.role} <</MCID {len(owners)}>> BDC")
            element.page = len(self.pages) - 1
            element.marks.append(len(owners))
            owners.append(element)
        self._marked = element

    def _close(self) -> None:
        if self._marked is not None:
            self._canvas.addLiteral("EMC")
        self._marked = None
