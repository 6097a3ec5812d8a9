"""``python -m parcli`` and the ``parcli`` command."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and leave with its exit code."""
    from parcli.cli.run import run  # noqa: PLC0415 - nothing is loaded when this module is only imported

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
