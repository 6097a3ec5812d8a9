"""What holds a worker process within its bounds: processor time, elapsed time and memory, enforced by the system.

No library has to cooperate: a worker that exceeds its time is ended by a signal. Memory is limited the same way on Linux.
"""

from __future__ import annotations

import os
import signal
import sys

from parcli import allowance
from parcli.core.limits import Limits


def settle(limits: Limits) -> None:
    """Prepare a worker process: die at once when told to, say nothing, leave no core file, stay within the memory."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    # A library that runs out of memory writes to the terminal before it aborts.
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    allowance.bound(limits.worker_memory)


def start_clock(cpu_seconds: int, limits: Limits) -> None:
    """Allow this process so much more processor time, and a multiple of it in all; beyond that the system ends it."""
    if sys.platform == "win32":
        return
    allowance.allow(cpu_seconds)
    signal.setitimer(signal.ITIMER_REAL, cpu_seconds * limits.clock_factor)


def stop_clock() -> None:
    """Lift the bound again: a process that examined a file may live on and do other work."""
    if sys.platform == "win32":
        return
    allowance.lift()
    signal.setitimer(signal.ITIMER_REAL, 0)
