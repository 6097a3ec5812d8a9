"""A program that runs several commands in one interpreter, under a umask and with a clock that is off by some days.

Arguments: a JSON object with ``commands``, ``umask`` and ``days``. It prints the exit codes as JSON, the last line of its output.
"""

from __future__ import annotations

import json
import os
import sys
import time


def main() -> None:
    """Run them."""
    from parcli.__main__ import start_in_utf8

    start_in_utf8()
    wanted = json.loads(sys.argv[1])
    os.umask(wanted["umask"])
    # What asks for today, and what stamps the entries of archives, asks this.
    own, off = time.time, wanted["days"] * 86400
    time.time = lambda: own() + off
    from parcli.cli.run import run

    codes = [run(command) for command in wanted["commands"]]
    print()
    print(json.dumps(codes))


if __name__ == "__main__":
    main()
