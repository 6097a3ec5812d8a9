"""``python -m parcli`` and the ``parcli`` command."""

from __future__ import annotations

import os
import sys

_INTERRUPTED = 5


def main() -> None:
    """Run the command line and leave with its exit code, also when Ctrl-C comes while it is still being loaded."""
    try:
        from parcli.cli.run import run  # noqa: PLC0415 - nothing is loaded when this module is only imported

        code = run(sys.argv[1:])
        _heed_no_more()
    except KeyboardInterrupt:
        code = _INTERRUPTED
    if code == _INTERRUPTED:
        # The interpreter would end itself by the signal where Ctrl-C came while a module was being loaded.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)


def _heed_no_more() -> None:
    """Let a request to end pass by: all is done, and it would only break into the interpreter's own end."""
    import signal  # noqa: PLC0415 - as above

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)


if __name__ == "__main__":
    main()
