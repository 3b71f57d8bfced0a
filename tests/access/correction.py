"""Putting right and taking back what was entered: letters as in `table.py`."""

from tests.access.table import (
    ACT,
    CASE,
    CASES,
    ENTRY,
    ONE_PERSON,
    PERSON,
    UUID,
    WORK,
    K,
    P,
    Row,
)

VISIT = "/casework/{station}/visits/{visit}"
PART = f"{PERSON}/(?P<part>kind|level|consent)/{ENTRY}/void/$"
ONE = f"{P}/<uuid:uuid>"
CORRECTION_ROWS = (
    Row("GET", f"{WORK}/visits/{UUID}/edit/$", f"{VISIT}/edit/", "HW", "BUATSGV"),
    Row("PATCH", "api/v1/visits/<uuid:uuid>", "/api/v1/visits/{visit}", "HW", "B"),
    Row("POST", f"{K}/send-back", f"{CASE}/send-back", "HS", "BW"),
    Row("GET", f"{WORK}/cases/{UUID}/{ACT}/$", f"{CASES}{{case}}/send-back/", "HS", "BUAWTGV"),
    Row("GET", f"{PERSON}/void/$", f"{ONE_PERSON}void/", "BH", "UAWTSGV"),
    *(
        Row("GET", PART, f"{ONE_PERSON}{part}/{{{part}}}/void/", "HW", "BUATSGV")
        for part in ("kind", "level", "consent")
    ),
    Row("GET", f"{WORK}/cases/{UUID}/void/$", f"{CASES}{{case}}/void/", "HW", "BUATSGV"),
    Row("GET", f"{WORK}/cases/{UUID}/household/$", f"{CASES}{{case}}/household/", "HW", "BUATSGV"),
    Row("POST", f"{K}/household", f"{CASE}/household", "HW", "BS"),
    Row("POST", f"{ONE}/void", f"/{P}/{{person}}/void", "BH", "W"),
    *(
        Row("POST", f"{ONE}/{part}s/<uuid:entry>/void", path, "HW", "B")
        for part in ("kind", "level")
        for path in [f"/{P}/{{person}}/{part}s/{{{part}}}/void"]
    ),
    Row("POST", "api/v1/consents/<uuid:uuid>/void", "/api/v1/consents/{consent}/void", "HW", "B"),
    Row("POST", f"{K}/void", f"{CASE}/void", "HW", "BS"),
)
