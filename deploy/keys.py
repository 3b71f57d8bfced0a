"""The secrets of a demo installation, made once and kept beside its data.

Production names its own by environment variables; see config/settings/paths.py.
"""

import json
import os
from pathlib import Path
from secrets import token_urlsafe

NAMES = ("QIANZHAN_SECRET_KEY", "QIANZHAN_MASTER_KEY")


def keep_secrets(root: Path) -> Path:
    """Make `.data/secrets.json` with mode 600 unless it is there; give its path."""
    kept = root / ".data" / "secrets.json"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump({name: token_urlsafe(48) for name in NAMES}, file, indent=1)
    return kept
