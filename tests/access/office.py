"""Who the people of the county are, their passwords, texts that must not stand, and kinds that
follow a roster: letters as in `table.py`."""

from tests.access.correction import CORRECTION_ROWS
from tests.access.table import EVERYBODY, WORK, Row

PROPOSAL, PROPOSALS = "{member_proposal}", "api/v1/member-proposals"
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
    Row("GET", f"{MEMBERS}proposals/", f"/{MEMBERS}proposals/", "BH", has_object=False),
    Row("GET", f"{MEMBERS}proposals/new/", f"/{MEMBERS}proposals/new/", "H", has_object=False),
    *(
        Row(
            method,
            f"{MEMBERS}proposals/<uuid:uuid>/{act}/",
            f"/{MEMBERS}proposals/{PROPOSAL}/{act}/",
            may,
            sees,
        )
        for method in ("GET", "POST")
        for act, may, sees in (("withdraw", "H", "B"), ("decline", "B", "H"))
    ),
    Row("GET", PROPOSALS, f"/{PROPOSALS}", "BH", has_object=False),
    Row("POST", PROPOSALS, f"/{PROPOSALS}", "H", has_object=False),
    Row("GET", f"{PROPOSALS}/<uuid:uuid>", f"/{PROPOSALS}/{PROPOSAL}", "BH"),
    Row("POST", f"{PROPOSALS}/<uuid:uuid>/withdraw", f"/{PROPOSALS}/{PROPOSAL}/withdraw", "H", "B"),
    Row("POST", f"{PROPOSALS}/<uuid:uuid>/decline", f"/{PROPOSALS}/{PROPOSAL}/decline", "B", "H"),
    *(
        Row(method, f"api/v1/{route}/{act}", f"/api/v1/{path}/{act}", may, sees)
        for route, path, may, sees in TEXTS
        for method, act in (("GET", "texts"), ("POST", "purge"))
    ),
)
