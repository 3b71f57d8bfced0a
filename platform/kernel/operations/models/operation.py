"""A piece of work on the installation or on a county as a whole."""

from django.db import models

from kernel.access.restrict import RestrictedQuerySet
from kernel.jobs.models.work import Work
from kernel.jobs.registry import label_of
from kernel.operations import rules


class OperationQuerySet(RestrictedQuerySet):
    rules = rules.OPERATION


class Operation(Work):
    """Making, moving, migrating, removing counties. `county_code` names the one it is about, or
    is empty; no content of a county is in it."""

    county_code = models.CharField(max_length=6, blank=True, default="")

    objects = OperationQuerySet.as_manager()

    @property
    def label(self) -> str:
        """What it does, in words."""
        return label_of(self.kind)

    @property
    def report(self) -> list[tuple[str, str]]:
        """The lines of its result that are made to be read."""
        lines = (self.result or {}).get("report", {})
        return [(str(name), str(value)) for name, value in lines.items()]
