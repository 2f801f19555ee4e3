"""Names for the strings that identify things, so that one kind of id is never passed for another."""

from typing import NewType

UserId = NewType("UserId", str)
DealerId = NewType("DealerId", str)
VehicleId = NewType("VehicleId", str)
ReportId = NewType("ReportId", str)
OperationId = NewType("OperationId", str)
"""UUIDv4 made with the click; also the Idempotency-Key of every attempt of that operation."""
