"""Fill a fresh installation: python -m deploy.demodata [--today DATE] [--port PORT]."""

import argparse
import os
import secrets
import sys
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--today", type=date.fromisoformat, help="the demo's day, YYYY-MM-DD")
    parser.add_argument("--port", type=int, default=8000)
    options = parser.parse_args()
    if options.today:
        os.environ["QIANZHAN_TODAY"] = options.today.isoformat()
    import django

    django.setup()
    from deploy.demodata.addresses import write_addresses
    from deploy.demodata.build import build_demo

    build_demo(password=secrets.token_urlsafe(9))
    write_addresses(port=options.port)


if __name__ == "__main__":
    main()
