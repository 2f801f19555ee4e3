"""Every table, in one place: importing this fills ``Row.metadata`` for migrations and their test."""

from celliq_desktop.mirror import (
    billing,
    checkpoints,
    dealers,
    estimates,
    exports,
    meta,
    outbox,
    readings,
    reports,
    vehicles,
)
from celliq_desktop.mirror.rows import Row

MIRRORED = (vehicles, readings, reports, dealers, billing, estimates, checkpoints)
"""May be dropped and fetched again."""
LOCAL = (outbox, exports, meta)
"""Precious: exist nowhere else."""
METADATA = Row.metadata
