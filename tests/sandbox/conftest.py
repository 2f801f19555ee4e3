"""A small sandbox on a free port, and somebody signed in to it."""

from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from celliq_desktop.sandbox.server import RunningSandbox
from tests.support.sandboxes import Start, sandboxes

__all__ = ["Start"]


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts sandboxes and stops them again."""
    with sandboxes(vehicles=12) as starter:
        yield starter


@pytest.fixture
def sandbox(start: Start) -> RunningSandbox:
    """The sandbox most tests use."""
    return start()


@pytest.fixture
def dealer(sandbox: RunningSandbox) -> Iterator[httpx.Client]:
    """A client that is signed in."""
    with signed_in(sandbox) as client:
        yield client


@contextmanager
def signed_in(sandbox: RunningSandbox) -> Iterator[httpx.Client]:
    """A client with an access token."""
    with httpx.Client(base_url=sandbox.urls.api_url, trust_env=False) as client:
        login = {"email": sandbox.urls.email, "password": sandbox.urls.password}
        client.headers["Authorization"] = f"Bearer {client.post('/auth/login', json=login).json()['access_token']}"
        yield client
