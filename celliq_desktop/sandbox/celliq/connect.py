"""Connecting a car: the address of the consent page, and the car that appears once somebody has agreed there."""

import secrets
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from celliq_desktop.sandbox.celliq.answers import said
from celliq_desktop.sandbox.celliq.world import World
from celliq_desktop.sandbox.fleet.cars import Car, Story, car


async def connect(world: World, request: Request) -> Response:
    """``GET /vehicles/connect``: a new consent every time."""
    state = secrets.token_urlsafe(16)
    world.doors.consents[state] = "open"
    world.doors.asked[state] = request.state.user
    url = f"{world.origin}/smartcar/consent?state={state}"
    if world.hostile:
        url = f"https://connect.smartcar.com.evil.example/oauth/authorize?state={state}"
    return said({"auth_url": url})


def agree(world: World, state: str) -> Car | None:
    """The owner agreed: one car more, as if it had sent data for weeks. None when the consent is not open."""
    if world.doors.consents.get(state) != "open":
        return None
    world.doors.consents[state] = "given"
    now = world.now()
    number = max((one.number for one in world.cars.values()), default=-1) + 1
    made = car(world.seed, number, now)
    while made.story not in (Story.PLAIN, Story.FULL) or made.id in world.cars:
        number += 1
        made = car(world.seed, number, now)
    world.cars[made.id] = replace(made, created_at=now)
    user = world.doors.asked.get(state, {"role": "dealer"})
    if user["role"] == "owner":
        world.doors.own_cars.setdefault(user["id"], set()).add(made.id)
    return world.cars[made.id]


def decline(world: World, state: str) -> bool:
    """The owner did not agree; False when the consent is not open."""
    if world.doors.consents.get(state) != "open":
        return False
    world.doors.consents[state] = "declined"
    return True
