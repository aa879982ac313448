#!/usr/bin/env python
"""The service's command line."""

import os
import sys


def main() -> None:
    """Run one command; what goes wrong outside the code is one sentence on stderr, exit 1."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 -- slow import
    from django.db import OperationalError, ProgrammingError  # noqa: PLC0415 -- slow import

    try:
        execute_from_command_line(sys.argv)
    except (OperationalError, ProgrammingError) as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        sys.exit(
            f"The database does not answer as it should: {reason}. See DATABASE_URL and `manage.py prepare`."
        )
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
