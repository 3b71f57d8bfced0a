"""What the assessment of a case found: the check at intake and the needs in order (C81c, C82)."""

from dataclasses import dataclass

from stations.casework.models import CapabilityCheck, Case, CaseNeed


@dataclass(frozen=True)
class Assessment:
    """Of the case's present round; no check where nobody made one."""

    check: CapabilityCheck | None
    needs: list[CaseNeed]


def read_assessment(case: Case) -> Assessment:
    """In two queries."""
    now = {"case": case, "round": case.round, "withdrawn_at": None}
    return Assessment(
        check=CapabilityCheck.objects.filter(**now).first(),
        needs=list(CaseNeed.objects.filter(**now)),
    )
