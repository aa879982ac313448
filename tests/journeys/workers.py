"""A program that makes workers: a line comes in, a worker starts, its process id goes out.

Each is the worker of the Procfile in a process of its own, forked from one that has read all code:
reading it takes longer than most workers live while they are being killed.
"""

from __future__ import annotations

import os
import shlex
import sys

from config.celery import app
from tests.journeys.service import PROCFILE


def main() -> None:
    # What `celery -A config worker` reads before it starts.
    app.loader.import_default_modules()
    app.finalize()
    words = shlex.split(PROCFILE["worker"])
    options = words[words.index("worker") :]
    for _line in sys.stdin:
        child = os.fork()
        if child == 0:
            os.setsid()
            app.worker_main(["--quiet", *options])
            os._exit(0)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
