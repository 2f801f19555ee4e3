"""A list of cars from a file: a VIN a line, or any table with a column of VINs."""

from pathlib import Path

from celliq_desktop.domain.problems import NeedsYou
from celliq_desktop.domain.text import N_
from celliq_desktop.spreadsheets.seller_columns import names_vin
from celliq_desktop.spreadsheets.sellers import read_sellers


def read_vins(path: Path) -> tuple[str, ...]:
    """The VINs of a text, CSV or XLSX file, as they stand there, empty cells left out.

    In a table it is the column that is called VIN (in seven languages) or holds VINs; in a list of one column every
    line counts, also one that is no VIN, so that none is lost silently. NeedsYou ``wrong_input`` when the file names no
    VIN; else as ``spreadsheets.sellers.read_sellers``.
    """
    table = read_sellers(path)
    is_list = len(table.header) == 1
    column = 0 if is_list else table.columns.vin
    if column is None:
        raise NeedsYou(
            "wrong_input",
            N_("“{name}” has no column of VINs.").format(name=path.name),
            next_step=N_("Call the column “VIN”, or write one VIN a line."),
        )
    head = table.header if is_list and table.has_header and not names_vin(table.header[0]) else ()
    cells = (*head, *(row[column] for row in table.rows if column < len(row)))
    found = tuple(cell.strip() for cell in cells if cell.strip())
    if not found:
        raise NeedsYou(
            "wrong_input",
            N_("“{name}” names no VIN.").format(name=path.name),
            next_step=N_("Write one VIN a line."),
        )
    return found
