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
    except KeyboardInterrupt:
        os._exit(_INTERRUPTED)
    sys.exit(code)


if __name__ == "__main__":
    main()
