"""Names of the schemas that hold, or will hold, a county's tables."""

import re

TEMPLATE = "county_template"
SPARE_PREFIX = "spare_"
COUNTY_NAME = re.compile(r"c[0-9]{6}")
SPARE_NAME = re.compile(rf"{SPARE_PREFIX}[0-9a-z]+")


def schema_of(code: str) -> str:
    """The schema of the county with this code."""
    return f"c{code}"


def is_county_schema(name: str) -> bool:
    return bool(COUNTY_NAME.fullmatch(name))


def is_spare(name: str) -> bool:
    return bool(SPARE_NAME.fullmatch(name))
