"""What counts for a fact by a file of the station apps, which their own pages read too.

It belongs to a fact's definitions as definitions.yaml does: a change of it is another digest.
"""

from typing import Any

from stations.casework.catalogue import service_fields, services
from stations.casework.companions import counted_companions
from stations.casework.gates import all_gates
from stations.casework.norms import norm
from stations.projects.catalogue import measures


def rules_elsewhere() -> dict[str, Any]:
    """The services of each group (C02, C06 to C10), the hours of a report (C08), what targets
    count and in whose company (C15), the documents that a case owes (O5). Labels count nothing."""
    return {
        "services": {
            field: sorted(code for code, each in services().items() if each.field == field)
            for field in service_fields()
        },
        "report_hours": norm("protection_report", "hours"),
        "measures": {code: each.counts for code, each in measures().items()},
        "companions": sorted(counted_companions()),
        "gates": sorted(
            [each.key, each.before, each.document, each.signed, sorted(each.cases)]
            for each in all_gates()
            if each.document
        ),
    }
