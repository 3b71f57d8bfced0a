#!/usr/bin/env python
"""Run a management command against the configured database.

Without DATABASE_URL the embedded PostgreSQL of this checkout is used; it is
started for the time of the command when it is not running.
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]

WITHOUT_DATABASE = {"score_cases", "compile_labels", "collectstatic", "help", "--help", "version"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    if os.environ.get("DATABASE_URL") or command in WITHOUT_DATABASE:
        execute_from_command_line(sys.argv)
        return
    from deploy.errors import SetupError
    from deploy.keys import keep_secrets
    from deploy.postgres import ensure_running

    keep_secrets(ROOT)
    try:
        with ensure_running(ROOT):
            execute_from_command_line(sys.argv)
    except SetupError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
