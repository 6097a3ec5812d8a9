"""A request to end (Ctrl-C, SIGTERM) that comes while files are being put in place waits until they are."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

_REQUESTS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def postponed() -> Iterator[None]:
    """Let the first request to end wait for the end of the block; a second one, of impatience, acts at once.

    An exception raised between two steps of a clean-up would leave litter, and no handler written in Python can close
    every such gap. Only the main thread is ever interrupted; in another this does nothing.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []

    def note(number: int, frame: object) -> None:  # noqa: ARG001 - the signature that signal asks for
        came.append(number)
        _restore(former)

    # None: set by something other than Python, which could not be told to take it back
    former = {number: handler for number in _REQUESTS if (handler := signal.getsignal(number)) is not None}
    try:
        for number in former:
            signal.signal(number, note)
        yield
    finally:
        _restore(former)
        if came:
            signal.raise_signal(came[0])


def _restore(former: Mapping[signal.Signals, Any]) -> None:
    for number, handler in former.items():
        signal.signal(number, handler)
