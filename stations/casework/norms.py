"""The numbers of the rules on plans, reports and help: read once from data/care.yaml."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).parent / "data" / "care.yaml"


@cache
def _norms() -> dict[str, dict[str, Any]]:
    return yaml.safe_load(FILE.read_text(encoding="utf-8"))


def norm(rule: str, name: str) -> Any:
    """A number of a rule. Raises KeyError for one that the file does not hold."""
    return _norms()[rule][name]
