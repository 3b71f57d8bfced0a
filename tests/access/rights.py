"""The rights of those whose data is kept: deadlines, hand-outs, the log, lists taken out; letters
as in `table.py`."""

from tests.access.table import CODE, STATION, UUID, WORK, Row

NOT_HERE = "UATSGV"  # who sees the station and hands nothing out there
COUNTY, LOG = "casework/data-requests/", "api/v1/disclosures"
PLACE, DATA, TEAM = "stations/{station}", "data-requests/{request}", "team-requests/{team_request}"
REASON, CHECKED = {"reason": "年度核对"}, {"checked": "on"}
RECEIPTS = f"casework/{CODE}/protection-reports/{UUID}"
OWN_REPORT = "/casework/{station}/protection-reports/{own_report}"


def handed_out(noun: str, key: str, may: str) -> tuple[Row, Row, Row]:
    """The file of a granted request: its page, the form sent, the call."""
    route, path = f"{WORK}/{noun}/{UUID}/file/$", f"/casework/{{station}}/{noun}/{{{key}}}/file/"
    call = f"api/v1/{noun}/<uuid:uuid>/file"
    return (
        Row("GET", route, path, may, NOT_HERE),
        Row("POST", route, path, may, NOT_HERE, body=CHECKED),
        Row("POST", call, f"/api/v1/{noun}/{{{key}}}/file", may, body={"checked": True}),
    )


# Taken out for a reason, or handed out: what is answered is a file. A child's request is the
# head's as the file is, and the bureau's, which decides it; a worker's is no colleague's business.
FILE_ROWS = (
    *handed_out("data-requests", "granted_request", "BHW"),
    *handed_out("data-requests", "child_request", "BH"),
    *handed_out("team-requests", "worker_request", "BH"),
    *(
        Row("POST", f"{WORK}/{list_}/$", f"/casework/{{station}}/{list_}/", "BH", f"W{NOT_HERE}",
            body=REASON)
        for list_ in ("persons/export", "visits/export", "research")
    ),
    *(
        Row("POST", "api/v1/stations/<str:code>/exports/<str:noun>",
            f"/api/v1/{PLACE}/exports/{noun}", "BH", f"W{NOT_HERE}", body=REASON)
        for noun in ("visits", "research")
    ),
    # Whoever sent a report keeps its receipt.
    *(
        Row("GET", f"{RECEIPTS}/{route}$", f"{OWN_REPORT}/{page}", "HW", f"B{NOT_HERE}")
        for route, page in (("receipt/", "receipt/"), (r"receipt\.pdf", "receipt.pdf"))
    ),
)  # fmt: skip
RIGHTS_ROWS = (
    *FILE_ROWS,
    Row("GET", COUNTY, f"/{COUNTY}", "B", has_object=False),
    Row("GET", f"{WORK}/team-requests/{UUID}/file/$", f"/casework/{{station}}/{TEAM}/file/", "BHW",
        NOT_HERE),
    Row("GET", LOG, f"/{LOG}", "BA", has_object=False),
    Row("GET", "api/v1/request-deadlines", "/api/v1/request-deadlines", "B", has_object=False),
    Row("POST", "api/v1/data-requests/<uuid:uuid>/file", f"/api/v1/{DATA}/file", "BHW"),
    Row("POST", "api/v1/team-requests/<uuid:uuid>/file", f"/api/v1/{TEAM}/file", "BHW"),
    *(
        Row("GET", f"api/v1/stations/<str:code>/{what}", f"/api/v1/{PLACE}/{what}", "BUHWTSG", "AV")
        for what in ("thresholds", "reminders")
    ),
    *(
        Row("POST", f"api/v1/stations/<str:code>/{route}", f"/api/v1/{PLACE}/{path}", "BH",
            "".join(letter for letter in STATION if letter not in "BH"))
        for route, path in (
            ("research-counts", "research-counts"), ("exports/<str:noun>", "exports/persons"),
        )
    ),
)  # fmt: skip
