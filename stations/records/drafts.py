"""How long a browser keeps a form that was not saved: read once from data/drafts.yaml."""

from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).parent / "data" / "drafts.yaml"


@cache
def draft_days() -> int:
    """Days after which a draft is gone, if it was not saved, discarded or logged out of before."""
    return int(yaml.safe_load(FILE.read_text(encoding="utf-8"))["days"])
