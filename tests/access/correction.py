"""Putting right what was entered: letters as in `table.py`."""

from tests.access.table import UUID, WORK, Row

VISIT = "/casework/{station}/visits/{visit}"
CORRECTION_ROWS = (
    Row("GET", f"{WORK}/visits/{UUID}/edit/$", f"{VISIT}/edit/", "HW", "BUATSGV"),
    Row("PATCH", "api/v1/visits/<uuid:uuid>", "/api/v1/visits/{visit}", "HW", "B"),
)
