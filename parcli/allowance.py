"""What a process may take of the machine, memory and processor time, and what it holds. Where a system sets no bounds, nothing is bounded."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

if sys.platform != "win32":
    import resource

_MAPPED = Path("/proc/self/statm")


def bound(memory: int, cpu_seconds: int = 0) -> None:
    """Keep this process within so much memory (bytes) and processor time (seconds), and from leaving a core file; 0 bounds nothing.

    Memory is what it asks for from now on: what its parent had mapped when it was forked is none of its own, and the parent
    of a whole country has mapped a gigabyte. Only Linux refuses memory; elsewhere the parent watches.
    """
    if sys.platform == "win32":
        return
    _limit(resource.RLIMIT_CORE, 0)
    if memory and sys.platform == "linux":
        _limit(resource.RLIMIT_AS, memory + _mapped())
    if cpu_seconds:
        _limit(resource.RLIMIT_CPU, cpu_seconds)


def allow(cpu_seconds: int) -> None:
    """Allow this process so much more processor time (seconds) than it has had; the system ends it beyond that. 0 bounds nothing."""
    if sys.platform == "win32" or not cpu_seconds:
        return
    had = resource.getrusage(resource.RUSAGE_SELF)
    _limit(resource.RLIMIT_CPU, int(had.ru_utime + had.ru_stime) + 1 + cpu_seconds)


def lift() -> None:
    """Take back what `allow` bounded: a process may live on and do other work."""
    if sys.platform == "win32":
        return
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (hard, hard))


def _limit(kind: int, most: int) -> None:
    """Set one of the system's limits (`resource.RLIMIT_...`), never above what the system lets this process have."""
    if sys.platform == "win32":
        return
    _, hard = resource.getrlimit(kind)
    resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _mapped() -> int:
    """Return how many bytes this process has mapped; 0 where the system does not say."""
    try:
        return int(_MAPPED.read_text("ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def resident(pid: int) -> int:
    """Return how much memory a process holds, in bytes; 0 where the system does not say."""
    try:
        if sys.platform == "win32":
            return _resident_on_windows(pid)
        counted = Path(f"/proc/{pid}/statm")
        if counted.exists():
            return int(counted.read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
        said = subprocess.run(["/bin/ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True, timeout=5, check=False)  # noqa: S603
        return int(said.stdout) * 1024
    except (OSError, ValueError, subprocess.SubprocessError):
        return 0


if sys.platform == "win32":

    def _resident_on_windows(pid: int) -> int:
        import ctypes  # noqa: PLC0415 - this system only
        from ctypes import wintypes  # noqa: PLC0415

        counters = (ctypes.c_size_t * 10)()
        counters[0] = ctypes.sizeof(counters)
        handle = ctypes.windll.kernel32.OpenProcess(0x1010, wintypes.BOOL(0), wintypes.DWORD(pid))
        try:
            known = ctypes.windll.kernel32.K32GetProcessMemoryInfo(handle, ctypes.byref(counters), ctypes.sizeof(counters))
        finally:
            ctypes.windll.kernel32.CloseHandle(handle)
        # The third word on 64-bit systems: the first holds two counts of 32 bits, the second the peak.
        return int(counters[2]) if known else 0
