"""What goes into the frozen program and what stays out, with the reason; ``celliq.spec`` asks.

Sizes were measured on Debian 12 with PyInstaller 6.22: 346 MB with everything that its hooks collect.
"""

import re
from pathlib import PurePosixPath

FOUND_BY_NAME = (
    *("alembic.op", "_rl_accel"),
    # fonts: located by find_spec, never imported by us
    *("qtawesome", "font_source_sans_pro", "fontpkg_source_code_pro"),
    "psycopg",  # for groups only; libpq is the system's
)
"""Modules that no import statement of ours names."""

UNWANTED_MODULES = (
    *("tkinter", "_tkinter", "unittest", "doctest", "pdb", "pydoc", "idlelib", "lib2to3", "test"),
    *("qtpy", "IPython", "matplotlib", "scipy", "pandas", "h5py", "OpenGL", "cupy", "colorcet"),  # pyqtgraph's extras
    *("pyqtgraph.examples", "pyqtgraph.opengl", "pyqtgraph.jupyter"),
    *("PIL._avif", "lxml.objectify"),  # kinds of pictures and of XML that no paper holds
    *("setuptools", "pip", "pkg_resources", "hatchling", "editables", "PyInstaller"),
    *("PySide6.QtQml", "PySide6.QtQuick", "PySide6.QtQuickWidgets", "PySide6.QtQuickControls2", "PySide6.QtDesigner"),
    *("PySide6.QtSql", "PySide6.QtHelp", "PySide6.QtUiTools", "PySide6.QtXml", "PySide6.QtConcurrent"),
)
"""Never imported by the program; some are named by optional parts of libraries. ``PySide6.QtTest`` and
``PySide6.QtOpenGLWidgets`` must stay: pyqtgraph imports them."""

_UNWANTED_BINARIES = re.compile(
    r"""
    libQt6(Qml|Quick|Sql|Designer|Help|UiTools|Labs|WaylandCompositor|WaylandEglCompositor|ShaderTools)
    | plugins/(sqldrivers|qmltooling|qmllint|designer|egldeviceintegrations|generic|networkinformation|tls)/
    | plugins/platformthemes/libqgtk3     # brings GTK along
    | plugins/platforms/libq(eglfs|linuxfb|minimal|minimalegl|vnc|vkkhrdisplay)
    | plugins/imageformats/libq(webp|tiff|tga|wbmp|icns)
    | lib(gtk|gdk|gdk_pixbuf|atk|atk-bridge|atspi|pango|pangocairo|pangoft2|cairo|cairo-gobject|harfbuzz|epoxy)[-.]
    | libwayland-server
    """,
    re.VERBOSE,
)
_UNWANTED_DATA = re.compile(
    r"""
    PySide6/Qt/(qml|translations/(?!qtbase_(de|en|fr)\.qm))
    | qtawesome/fonts/(?!phosphor[^/]*\.ttf) | \.otf$
    | babel/locale-data/(?!(root|de|en|es|fr|it|nl|pl)([_.][^/]*)?\.dat$)  # 31 MB; these are the paper's languages
    | dist-info/(INSTALLER|REQUESTED|direct_url\.json)$
    """,
    re.VERBOSE,
)


def is_wanted(name: str) -> bool:
    """Whether a shared object, by its path inside the folder, is needed by the window."""
    return not _UNWANTED_BINARIES.search(_posix(name))


def is_wanted_data(name: str) -> bool:
    """Whether a data file is needed; of Qt's translations the window's languages are."""
    return not _UNWANTED_DATA.search(_posix(name))


def windows_version() -> object:
    """The version resource of the Windows programs, which installers and "Properties" show."""
    from PyInstaller.utils.win32 import versioninfo as windows

    from celliq_desktop import __version__

    numbers = (*(int(part) for part in __version__.split(".")[:3]), 0)
    strings = {
        "CompanyName": "CellIQ",
        "FileDescription": "CellIQ Desktop",
        "FileVersion": __version__,
        "LegalCopyright": "CellIQ",
        "OriginalFilename": "celliq-desktop.exe",
        "ProductName": "CellIQ Desktop",
        "ProductVersion": __version__,
    }
    table = windows.StringTable("040904B0", [windows.StringStruct(name, value) for name, value in strings.items()])
    return windows.VSVersionInfo(
        ffi=windows.FixedFileInfo(filevers=numbers, prodvers=numbers, OS=0x40004, fileType=0x1),
        kids=[
            windows.StringFileInfo([table]),
            windows.VarFileInfo([windows.VarStruct("Translation", [0x0409, 1200])]),
        ],
    )


def _posix(name: str) -> str:
    return PurePosixPath(name.replace("\\", "/")).as_posix()
