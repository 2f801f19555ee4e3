"""What costs something at the model, or mails somebody: reports, invites, payments, and the car's own connection."""

from collections.abc import Callable

from tests.support.model.books import Books, Row
from tests.support.model.messages import Heard, Said

CHECKOUT = "https://checkout.stripe.com/c/pay/cs_test_canary_checkout"
_MISSING = Said(404, {"detail": "There is no such vehicle."})
_UNMET: Row = {
    "code": "min_readings",
    "met": False,
    "required": 200,
    "actual": 12,
    "message": "188 readings are missing.",
}


def validate(books: Books, heard: Heard) -> Said:
    """GET /reports/validate."""
    vehicle_id = heard.query.get("vehicle_id", "")
    if vehicle_id not in books.cars:
        return _MISSING
    unmet = [_UNMET] if vehicle_id in books.thin else []
    body = {"vehicle_id": vehicle_id, "valid": not unmet, "requirements": unmet}
    return Said(200, {**body, "credits_required": 1, "credits_balance": books.credits})


def generate(books: Books, heard: Heard) -> Said:
    """POST /reports/generate."""
    vehicle_id = heard.json.get("vehicle_id", "")
    if vehicle_id not in books.cars:
        return _MISSING
    if vehicle_id in books.thin:
        return Said(422, {"detail": "There is not enough data yet.", "requirements": [_UNMET]})
    if books.credits < 1:
        return Said(402, {"detail": "No credits are left.", "checkout_url": CHECKOUT, "credits_balance": 0})
    return Said(201, books.issue(vehicle_id))


def public_report(books: Books, heard: Heard) -> Said:
    """GET /reports/public/{token}."""
    token = heard.path.rsplit("/", 1)[-1]
    found = next((row for row in books.reports.values() if row["token"] == token), None)
    if found is None:
        return Said(404, {"detail": "There is no such report."})
    vin = found["vin"]
    car = {"vin_masked": f"{vin[:3]}{'*' * 10}{vin[-4:]}"} | {name: found[name] for name in ("make", "model", "year")}
    kept = ("token", "status", "generated_at", "valid_until", "odometer_km", "soh_percent", "content_sha256")
    return Said(200, {name: found[name] for name in kept} | {"vehicle": car, "issuer_name": "Autohaus Modell"})


def invite(books: Books, heard: Heard) -> Said:
    """POST /dealer/vehicles/invite."""
    vin, email = heard.json.get("vin", ""), heard.json.get("seller_email", "")
    if len(vin) != 17 or "@" not in email:
        return Said(422, {"detail": "The VIN or the e-mail address is not valid."})
    if any(car["vin"] == vin and car["status"] != "pending" for car in books.cars.values()):
        return Said(409, {"detail": "This car is connected already."})
    row, new = books.invite(vin, email)
    return Said(201 if new else 200, row)


def checkout(books: Books, _heard: Heard) -> Said:
    """POST /payments/create-checkout."""
    books.checkouts += 1
    return Said(200, {"checkout_url": CHECKOUT, "session_id": "cs_test_canary_checkout"})


def subscription(books: Books, _heard: Heard) -> Said:
    """GET /payments/subscription."""
    credits_ = {"balance": max(0, books.credits), "included_per_period": 25, "used_this_period": len(books.ledger)}
    return Said(200, {"plan": "pro", "status": "active", "cancel_at_period_end": False, "credits": credits_})


def portal(_books: Books, _heard: Heard) -> Said:
    """GET /payments/portal."""
    return Said(200, {"portal_url": "https://billing.stripe.com/p/session/test_canary"})


def connect(_books: Books, _heard: Heard) -> Said:
    """GET /vehicles/connect."""
    return Said(200, {"auth_url": "https://connect.smartcar.com/oauth/authorize?state=canary"})


def sync_vehicle(books: Books, heard: Heard) -> Said:
    """POST /vehicles/{id}/sync: one more reading."""
    vehicle_id = heard.path.split("/")[2]
    if vehicle_id not in books.cars:
        return _MISSING
    books.record(vehicle_id, 1)
    latest = books.readings[vehicle_id][-1]
    return Said(200, {"vehicle_id": vehicle_id, "synced_at": books.moment(), "readings_added": 1, "latest": latest})


def delete_vehicle(books: Books, heard: Heard) -> Said:
    """DELETE /vehicles/{id}."""
    vehicle_id = heard.path.split("/")[2]
    if vehicle_id not in books.cars:
        return _MISSING
    books.remove(vehicle_id)
    return Said(204)


ORDERS: dict[str, Callable[[Books, Heard], Said]] = {
    "GET /reports/validate": validate,
    "POST /reports/generate": generate,
    "GET /reports/public/*": public_report,
    "POST /dealer/vehicles/invite": invite,
    "POST /payments/create-checkout": checkout,
    "GET /payments/subscription": subscription,
    "GET /payments/portal": portal,
    "GET /vehicles/connect": connect,
    "POST /vehicles/*/sync": sync_vehicle,
    "DELETE /vehicles/*": delete_vehicle,
}
