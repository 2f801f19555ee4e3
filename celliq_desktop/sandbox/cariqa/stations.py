"""Charging points of the sample city; the last two always fail in their own way."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class ChargingPoint:
    """``power_kw`` as rated; ``car_kw`` what the cars here take; prices in euro."""

    evse_id: str
    name: str
    address: str
    connector: str
    power_kw: float
    car_kw: Decimal
    kwh_price: Decimal
    starting_fee: Decimal = Decimal("0.00")

    @property
    def info(self) -> dict[str, object]:
        """specs/cariqa.yaml ``StationInfo``."""
        return {
            "station_name": self.name,
            "station_address": self.address,
            "country": "DE",
            "station_speed": "fast" if self.power_kw > 50 else "slow",
            "connector_standard": self.connector,
            "connector_power": self.power_kw,
            "support_phone": "+49305550100",
            "latitude": "52.520008",
            "longitude": "13.404954",
        }


BUSY, BROKEN = "DE*SMP*EBUSY*1", "DE*SMP*EDOWN*1"
"""Somebody else charges there; its operator does not answer."""
POINTS: tuple[ChargingPoint, ...] = (
    ChargingPoint(
        "DE*SMP*E1001*1",
        "Sample Energie",
        "Hafenstraße 3, 10115 Berlin",
        "IEC_62196_T2",
        22,
        Decimal(11),
        Decimal("0.54"),
    ),
    ChargingPoint(
        "DE*SMP*E1002*1",
        "Stadtwerke Muster",
        "Am Markt 1, 10178 Berlin",
        "IEC_62196_T2",
        11,
        Decimal(10),
        Decimal("0.49"),
    ),
    ChargingPoint(
        "DE*SMP*E2001*1",
        "Fast Sample",
        "Autohof Nord, 16321 Bernau",
        "IEC_62196_T2_COMBO",
        150,
        Decimal(96),
        Decimal("0.64"),
        Decimal("0.35"),
    ),
    ChargingPoint(
        BUSY, "Sample Energie", "Hafenstraße 5, 10115 Berlin", "IEC_62196_T2", 22, Decimal(11), Decimal("0.54")
    ),
    ChargingPoint(BROKEN, "Fast Sample", "Autohof Süd, 15711 Berlin", "CHADEMO", 50, Decimal(40), Decimal("0.59")),
)
