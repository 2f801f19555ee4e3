"""Every table, in one place: importing this fills ``Row.metadata`` for migrations and their test."""

from collections.abc import Iterable
from types import ModuleType

from celliq_desktop.mirror import (
    billing,
    car_curves,
    car_notes,
    charging,
    checkpoints,
    dealers,
    due,
    estimates,
    exports,
    forgotten,
    invites,
    invoices,
    links,
    manual_logs,
    meta,
    outbox,
    providers,
    readings,
    remote_vehicles,
    reports,
    vehicles,
)
from celliq_desktop.mirror.rows import Row

MIRRORED = (
    vehicles,
    readings,
    due,
    reports,
    dealers,
    billing,
    estimates,
    car_curves,
    checkpoints,
    invoices,
    remote_vehicles,
    charging,
)
"""May be dropped and fetched again."""
LOCAL = (outbox, exports, forgotten, meta, providers, invites, links, car_notes, manual_logs)
"""Precious: exist nowhere else."""
METADATA = Row.metadata


def tables_of(files: Iterable[ModuleType]) -> tuple[str, ...]:
    """Names of the tables these files of the mirror declare, in the order of the schema."""
    names = {file.__name__ for file in files}
    owned = {
        str(getattr(mapper.local_table, "name", ""))
        for mapper in Row.registry.mappers
        if mapper.class_.__module__ in names
    }
    return tuple(table for table in METADATA.tables if table in owned)
