"""Which tables hold something about a person served, and what of it is text.

Found by the foreign keys that lead to a file, so that a new table is never left out; what it
keeps when texts are emptied stands in data/held.yaml. So do the tables about a worker or a
volunteer, on whom records of others hang as well.
"""

from dataclasses import dataclass
from functools import cache, reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q

from stations.casework.catalogue import Label
from stations.casework.data_file import read_data

TEXTS = (models.CharField, models.TextField, models.JSONField)
# Whose alerts are noted apart: a person's file.
FILE = "casework.beneficiary"
# Not content: keys, indexes for finding, and the relations themselves.
NOT_SHOWN = ("id", "id_number_index", "household_index", "name_initials")


@dataclass(frozen=True)
class HeldTable:
    """A table whose rows lead to a row of the root: by one path, or by several."""

    model: Any
    paths: tuple[str, ...]

    @property
    def label(self) -> str:
        return self.model._meta.label_lower

    @property
    def title(self) -> str:
        """What the table is called in the reader's language: to the person, to who purges a text,
        to who is told what hangs on a record."""
        entry = _entry(self.label)
        return str(Label(entry["zh"], entry["en"]) if entry else self.model._meta.verbose_name)

    def rows(self, root: models.Model) -> Any:
        """All rows about it, withdrawn ones too, in one query."""
        about = reduce(or_, (Q(**{path or "pk": root.pk}) for path in self.paths))
        return self.model._base_manager.filter(about).order_by("pk")

    @property
    def shown(self) -> tuple[models.Field, ...]:
        """The columns a person reads."""
        return tuple(
            field
            for field in self.model._meta.concrete_fields
            if not field.is_relation and field.name not in NOT_SHOWN
        )

    @property
    def texts(self) -> tuple[models.Field, ...]:
        """The columns that are emptied: free texts, not choices, days, numbers or versions."""
        kept = {*load_held()["keeps_always"], *_entry(self.label).get("keeps", ())}
        return tuple(
            field
            for field in self.model._meta.concrete_fields
            if isinstance(field, TEXTS) and not field.choices and field.name not in kept
        )


class NoteTable(HeldTable):
    """Notes on alerts: they name the record that they are about by its uuid alone."""

    def rows(self, root: models.Model) -> Any:
        subjects = [
            table.rows(root).order_by().values("uuid")
            for table in all_tables(type(root))
            if table.label in load_held()["alert_subjects"]
        ]
        about = reduce(or_, (Q(subject__in=rows) for rows in subjects))
        return self.model._base_manager.filter(about).order_by("pk")


def load_held() -> dict[str, Any]:
    return read_data("held")  # type: ignore[no-any-return]


def _entry(label: str) -> dict[str, Any]:
    """What held.yaml says about a table; nothing for one that nobody has decided about."""
    return load_held()["tables"].get(label, {})


def held_tables(root: type[models.Model]) -> list[HeldTable]:
    """The root's own table and all that lead to it, nearest first; withheld ones left out."""
    held, label = load_held(), root._meta.label_lower
    if label in held["subjects"]:
        return [table for table in all_tables(root) if table.label in held["subjects"][label]]
    found = [table for table in all_tables(root) if table.label not in held["withheld"]]
    notes = [NoteTable(apps.get_model("casework.alertnote"), ())] if label == FILE else []
    return [*found, *notes]


@cache
def all_tables(root: type[models.Model]) -> list[HeldTable]:
    """As ``held_tables``, with the withheld ones."""
    found = {root: HeldTable(root, ("",))}
    nearest = [root]
    while nearest:
        farther: dict[Any, list[str]] = {}
        for model in apps.get_models():
            if model not in found and (paths := _paths_to(model, nearest, found)):
                farther[model] = paths
        found |= {model: HeldTable(model, tuple(paths)) for model, paths in farther.items()}
        nearest = list(farther)
    return list(found.values())


def _paths_to(model: Any, targets: list[Any], found: dict[Any, HeldTable]) -> list[str]:
    """Paths by which a model's rows lead over one of the targets to the root."""
    return [
        f"{field.name}__{path}" if path else field.name
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model in targets
        for path in found[field.related_model].paths
    ]
