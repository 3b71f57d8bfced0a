"""What may cross between tenants, as data, and the check that it is what the program enforces.

Enforced by schemas and hosts (tests/isolation): there is no search over two tenants, and a
membership lies in the county it is for.
"""

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.core.checks import Error, register

FILE = Path(__file__).parent / "data" / "boundary.yaml"
# By key, the ways that the program enforces.
ENFORCED = {"officers_data": ("SEPARATE_TENANT",), "shared_people": ("MEMBERSHIP_PER_TENANT",)}


@cache
def boundaries(file: Path = FILE) -> dict[str, str]:
    """Each boundary with its value."""
    rows = yaml.safe_load(file.read_text(encoding="utf-8"))
    return {name: row["value"] for name, row in rows.items()}


@register()
def check_boundaries(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Every boundary is set, to a way that is enforced (Q11, Q12)."""
    given = boundaries()
    return [
        Error(
            f"{FILE.name}: {name} is {given.get(name)!r}, allowed: {', '.join(allowed)}.",
            id="tenants.E001",
        )
        for name, allowed in ENFORCED.items()
        if given.get(name) not in allowed
    ]
