"""``python -m parcli`` and the ``parcli`` command."""

from __future__ import annotations

import os
import sys

_INTERRUPTED = 5


def main() -> None:
    """Run the command line and leave with its exit code, also when Ctrl-C comes while it is still being loaded."""
    try:
        start_in_utf8()
        from parcli.cli.run import run  # noqa: PLC0415 - nothing is loaded when this module is only imported

        code = run(sys.argv[1:])
        _heed_no_more()
        _search_no_more()
    except KeyboardInterrupt:
        code = _INTERRUPTED
    if code == _INTERRUPTED:
        # The interpreter would end itself by the signal where Ctrl-C came while a module was being loaded.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)


def start_in_utf8() -> None:
    """Start the same program again in UTF-8 mode where the system's words would have names of files read in another encoding.

    Names would then come out otherwise than on every other machine, and with them the results. Never so on Windows.
    """
    if sys.getfilesystemencoding() != "utf-8":
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])  # noqa: S606 - no shell, our own arguments


def _heed_no_more() -> None:
    """Let a request to end pass by: all is done, and it would only break into the interpreter's own end."""
    import signal  # noqa: PLC0415 - as above

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)


def _search_no_more() -> None:
    """Look for no garbage at the interpreter's end: the system takes all of it back at once, and a country leaves much to look through."""
    import gc  # noqa: PLC0415 - as above

    gc.disable()
    gc.freeze()


if __name__ == "__main__":
    main()
