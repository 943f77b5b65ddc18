#!/usr/bin/env python
"""The command line of the site: ``manage.py help`` lists what it can do."""

import sys

from esn.server import first_start

if __name__ == "__main__":
    first_start.prepare(sys.argv)
    from django.core.management import execute_from_command_line
    from environs.exceptions import EnvValidationError

    try:
        execute_from_command_line(sys.argv)
    except EnvValidationError as error:
        told = error.error_messages
        lines = (
            [f"{name}: {why}" for name, reasons in told.items() for why in reasons] if isinstance(told, dict) else told
        )
        sys.exit("\n".join(lines))
