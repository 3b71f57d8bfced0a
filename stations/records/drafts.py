"""Under which name a browser keeps a form that was not saved, and how long (data/drafts.yaml)."""

from functools import cache
from hashlib import sha256
from pathlib import Path

import yaml
from django.http import HttpRequest

FILE = Path(__file__).parent / "data" / "drafts.yaml"


@cache
def draft_days() -> int:
    """Days after which a draft is gone, if it was not saved, discarded or logged out of before."""
    return int(yaml.safe_load(FILE.read_text(encoding="utf-8"))["days"])


def draft_name(request: HttpRequest) -> str:
    """The form at this address, the person of its link included; tells nobody which it is."""
    return sha256(request.get_full_path().encode()).hexdigest()[:16]
