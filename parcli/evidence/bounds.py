"""What holds a worker process within its bounds: processor time, elapsed time and memory, enforced by the system.

No library has to cooperate: a worker that exceeds its time is ended by a signal. Memory is limited the same way on Linux.
"""

from __future__ import annotations

import math
import os
import signal
import sys
import time

from parcli.core.limits import Limits
from parcli.workers import mapped


def settle(limits: Limits) -> None:
    """Prepare a worker process: die at once when told to, say nothing, leave no core file, stay within the memory."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    # A library that runs out of memory writes to the terminal before it aborts.
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - not on Windows

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        # What the parent had mapped when this worker was forked is no memory of the worker's own.
        most = mapped() + limits.worker_memory
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def start_clock(cpu_seconds: int, limits: Limits) -> None:
    """Allow this process so much more processor time, and a multiple of it in all; beyond that the system ends it."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415

    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    most = math.ceil(time.process_time()) + cpu_seconds
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (most, hard))
    signal.setitimer(signal.ITIMER_REAL, cpu_seconds * limits.clock_factor)


def stop_clock() -> None:
    """Lift the bound again: a process that examined a file may live on and do other work."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415

    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (hard, hard))
    signal.setitimer(signal.ITIMER_REAL, 0)
