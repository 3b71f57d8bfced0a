"""Changes of divisions: what is to follow what from which day, decided once, kept for good."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from kernel.base import UuidModel


class ChangeKind(models.TextChoices):
    """What happens to divisions (撤乡并镇, 村改社区, transfers between counties, new counties)."""

    RENAME = "RENAME", _("Renamed")
    TYPE_CHANGE = "TYPE_CHANGE", _("Of another type")
    MERGE = "MERGE", _("Merged into one")
    SPLIT = "SPLIT", _("Split")
    TRANSFER = "TRANSFER", _("Transferred")
    NEW_COUNTY = "NEW_COUNTY", _("New county")
    BEGIN = "BEGIN", _("Newly set up")
    END = "END", _("Dissolved")


class ChangeState(models.TextChoices):
    """A change is proposed, then carried out or rejected; neither is taken back."""

    PROPOSED = "PROPOSED", _("Proposed")
    CARRIED_OUT = "CARRIED_OUT", _("Carried out")
    REJECTED = "REJECTED", _("Rejected")


class DivisionChange(UuidModel):
    """One act on divisions with its day, its document and what it did.

    `predecessors` are codes, `successors` pairs [code, name]. `below` holds chosen codes and names
    for divisions below a predecessor, {"510402001003": ["510402002004", "..."]}, an empty code
    for one that ends; the others follow by themselves. `effects` is what was changed when it was
    carried out, `digest` the plan's. `release` is the digest of the list whose load proposed it,
    empty for an operator's own.
    """

    kind = models.CharField(max_length=20, choices=ChangeKind)
    state = models.CharField(max_length=20, choices=ChangeState, default=ChangeState.PROPOSED)
    effective_on = models.DateField()
    document = models.CharField(max_length=120, blank=True, default="")
    predecessors = models.JSONField(default=list)
    successors = models.JSONField(default=list)
    below = models.JSONField(default=dict)
    release = models.CharField(max_length=64, blank=True, default="")
    proposed_at = models.DateTimeField()
    proposed_by = models.UUIDField()
    proposed_by_name = models.CharField(max_length=60)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.UUIDField(null=True, blank=True)
    decided_by_name = models.CharField(max_length=60, blank=True, default="")
    reason = models.TextField(blank=True, default="")
    effects = models.JSONField(default=list)
    digest = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        ordering = ["-effective_on", "id"]

    def __str__(self) -> str:
        old = ", ".join(self.predecessors)
        new = ", ".join(f"{code} {name}".strip() for code, name in self.successors)
        return f"{self.effective_on} {self.kind} {old} > {new}"[:200]

    @property
    def content(self) -> tuple[Any, ...]:
        """What it says, without who and when: equal for a change proposed twice."""
        below = sorted((old, *new) for old, new in self.below.items())
        successors = sorted(map(tuple, self.successors))
        return (self.kind, tuple(sorted(self.predecessors)), tuple(successors), tuple(below))


class DivisionRelease(UuidModel):
    """The list a province was last loaded or compared from, by its digest: equal, nothing to do."""

    province = models.CharField(max_length=2, unique=True)
    digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.province} {self.digest[:12]}"
