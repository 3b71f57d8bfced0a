"""Putting right what was entered: letters as in `table.py`."""

from tests.access.table import ACT, CASE, CASES, UUID, WORK, K, Row

VISIT = "/casework/{station}/visits/{visit}"
CORRECTION_ROWS = (
    Row("GET", f"{WORK}/visits/{UUID}/edit/$", f"{VISIT}/edit/", "HW", "BUATSGV"),
    Row("POST", f"{K}/send-back", f"{CASE}/send-back", "HS", "BW"),
    Row("GET", f"{WORK}/cases/{UUID}/{ACT}/$", f"{CASES}{{case}}/send-back/", "HS", "BUAWTGV"),
    Row("PATCH", "api/v1/visits/<uuid:uuid>", "/api/v1/visits/{visit}", "HW", "B"),
)
