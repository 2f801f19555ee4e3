"""A time limit for calls that know none of their own."""

import threading
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")


def within(seconds: float, work: Callable[[], Result]) -> Result:
    """What ``work`` returns or raises; TimeoutError when that takes longer than ``seconds``.

    The call cannot be broken off: it goes on in a thread of its own, which does not keep the program from ending, and
    its result is thrown away. For calls that may be asked a second time, such as a key store that shows a prompt.
    """
    results: list[Result] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(work())
        except BaseException as error:  # handed to whoever waits, whatever it is
            errors.append(error)

    thread = threading.Thread(target=run, name="celliq-limit", daemon=True)
    thread.start()
    thread.join(seconds)
    if errors:
        raise errors[0]
    if results:
        return results[0]
    raise TimeoutError
