"""The files of data/: rules and lists that are no code, read once a process."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "data"


@cache
def read_data(name: str) -> Any:
    """The content of a file of the folder as it stands."""
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
