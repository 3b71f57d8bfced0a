"""Where the checkout and its data lie, and what kind of installation this is."""

import json
from pathlib import Path
from secrets import token_urlsafe

from config.settings import env

ROOT = Path(__file__).resolve().parents[3]
DATA = Path(env.read_text("QIANZHAN_DATA", str(ROOT / ".data")))
ENVIRONMENT = env.read_choice("QIANZHAN_ENV", ("production", "demo", "test"), "demo")


def read_secret(name: str) -> str:
    """A secret from the environment or, outside production, from ``.data/secrets.json``.

    Without either a demo or test process gets one of its own that dies with it;
    production refuses to start.
    """
    if ENVIRONMENT == "production":
        return env.read_text(name)
    kept = DATA / "secrets.json"
    stored = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else {}
    return env.read_text(name, stored.get(name) or token_urlsafe(48))
