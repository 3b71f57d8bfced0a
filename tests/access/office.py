"""Who the people of the county are, their passwords, texts that must not stand, and kinds that
follow a roster: letters as in `table.py`."""

from tests.access.correction import CORRECTION_ROWS
from tests.access.table import EVERYBODY, WORK, Row

MEMBERS, MEMBER = "network/members/", "/network/members/{membership}/end/"
TEXTS = (
    ("stations/<str:code>", "stations/{station}", "HS", "BUAWTVG"),
    ("beneficiaries/<uuid:uuid>", "beneficiaries/{person}", "H", "BW"),
    ("cases/<uuid:uuid>", "cases/{case}", "HS", "BW"),
)
ROSTER_KINDS = {"part": "lacking", "all": "1"}
OFFICE_ROWS = (
    *CORRECTION_ROWS,
    Row(
        "POST",
        f"{WORK}/rosters/kinds/$",
        "/casework/{station}/rosters/kinds/",
        "HW",
        "BUATSGV",
        body=ROSTER_KINDS,
    ),
    Row("POST", "api/v1/rosters/kinds", "/api/v1/rosters/kinds", "HW", has_object=False),
    Row("GET", "password/", "/password/", EVERYBODY, has_object=False),
    Row("GET", MEMBERS, f"/{MEMBERS}", "B", has_object=False),
    Row("GET", f"{MEMBERS}new/", f"/{MEMBERS}new/", "B", has_object=False),
    Row("GET", f"{MEMBERS}<uuid:uuid>/end/", MEMBER, "B"),
    Row("GET", f"{MEMBERS}<uuid:uuid>/password/", "/network/members/{membership}/password/", "B"),
    Row(
        "POST", "api/v1/members/<uuid:uuid>/password", "/api/v1/members/{membership}/password", "B"
    ),
    Row("GET", "api/v1/members", "/api/v1/members", "B", has_object=False),
    Row("POST", "api/v1/members", "/api/v1/members", "B", has_object=False),
    Row("POST", "api/v1/members/<uuid:uuid>/end", "/api/v1/members/{membership}/end", "B"),
    *(
        Row(method, f"api/v1/{route}/{act}", f"/api/v1/{path}/{act}", may, sees)
        for route, path, may, sees in TEXTS
        for method, act in (("GET", "texts"), ("POST", "purge"))
    ),
)
