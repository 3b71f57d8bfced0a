"""Projects and who may do what there: the purchaser (P) reads those of which it is a recipient.

As `registers.py`: of S001, whose project names P's account; the one of S002 does not.
"""

from tests.access.registers import OPEN, Noun
from tests.access.table import Row

KEEP, READ = "BUHW", "BUAHWTSGP"
ACTS = (
    *("amend", "line", "goal", "target", "count", "join", "leave", "judge", "recipient"),
    *("end-recipient", "report", "drop"),
)

OF_PROJECTS = (
    Noun(
        "projects",
        "projects",
        "project",
        OPEN,
        KEEP,
        KEEP,
        {**dict.fromkeys(ACTS, KEEP), "plan-visits": "HW", "account": "BH"},
        purges="HS",
        calls_read="P",
    ),
    Noun(
        "projects",
        "project-reports",
        "project_report",
        OPEN,
        KEEP,
        KEEP,
        {"deliver": KEEP, "undeliver": KEEP},
        enters=False,
        purges="HS",
        calls_read="P",
    ),
)
PAGE, API = "/projects/{project}/", "/api/v1/projects/{project}/"
RECORDS = "targets/{project_target}/records"
PROJECT_ROWS = (
    *(row for noun in OF_PROJECTS for row in noun.rows()),
    Row("GET", "projects/", "/projects/", "BUAHWRTSGP", has_object=False),
    Row("GET", "projects/<uuid:uuid>/", PAGE, READ),
    Row(
        "GET",
        "projects/<uuid:uuid>/records/<uuid:target>/",
        f"{PAGE}records/{{project_target}}/",
        READ,
    ),
    Row(
        "GET",
        "projects/reports/<uuid:uuid>/file/",
        "/projects/reports/{project_report}/file/",
        READ,
    ),
    Row("GET", "api/v1/projects/<uuid:uuid>/progress", f"{API}progress", READ),
    Row(
        "GET",
        "api/v1/projects/<uuid:uuid>/targets/<uuid:target>/records",
        f"{API}{RECORDS}",
        READ,
    ),
    Row(
        "GET",
        "api/v1/project-reports/<uuid:uuid>/file",
        "/api/v1/project-reports/{project_report}/file",
        READ,
    ),
)
