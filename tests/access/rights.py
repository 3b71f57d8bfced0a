"""The rights of those whose data is kept: deadlines, hand-outs, the log, lists taken out; letters
as in `table.py`."""

from tests.access.table import STATION, UUID, WORK, Row

COUNTY, LOG = "casework/data-requests/", "api/v1/disclosures"
PLACE, DATA, TEAM = "stations/{station}", "data-requests/{request}", "team-requests/{team_request}"
RIGHTS_ROWS = (
    Row("GET", COUNTY, f"/{COUNTY}", "B", has_object=False),
    Row("GET", f"{WORK}/team-requests/{UUID}/file/$", f"/casework/{{station}}/{TEAM}/file/", "BHW",
        "UATSGV"),
    Row("GET", LOG, f"/{LOG}", "BA", has_object=False),
    Row("GET", "api/v1/request-deadlines", "/api/v1/request-deadlines", "B", has_object=False),
    Row("POST", "api/v1/data-requests/<uuid:uuid>/file", f"/api/v1/{DATA}/file", "BHW"),
    Row("POST", "api/v1/team-requests/<uuid:uuid>/file", f"/api/v1/{TEAM}/file", "BHW"),
    *(
        Row("POST", f"api/v1/stations/<str:code>/{route}", f"/api/v1/{PLACE}/{path}", "BH",
            "".join(letter for letter in STATION if letter not in "BH"))
        for route, path in (
            ("research-counts", "research-counts"), ("exports/<str:noun>", "exports/persons"),
        )
    ),
)  # fmt: skip
