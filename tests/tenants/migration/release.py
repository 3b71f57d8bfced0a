"""Releases that are thrown away: an app's migrations with some more, in a folder of their own."""

import importlib
import shutil
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps

HEAD = """from django.db import migrations, models


{code}

class Migration(migrations.Migration):
    atomic = {atomic}
    dependencies = [("{label}", "{after}")]
    operations = [{operations}]
"""


@dataclass(frozen=True)
class Release:
    """A throw-away release of an app: its package of migrations lies in `folder`."""

    folder: Path
    package: str
    label: str

    def add(
        self, name: str, operations: str, *, after: str, code: str = "", atomic: bool = True
    ) -> "Release":
        text = HEAD.format(
            label=self.label, code=code, atomic=atomic, after=after, operations=operations
        )
        (self.folder / self.package / f"{name}.py").write_text(text)
        importlib.invalidate_caches()
        return self


def copy_release(label: str, folder: Path, package: str) -> Release:
    """The app's migrations as they are, copied; the folder must lie on the import path."""
    name = f"{apps.get_app_config(label).name}.migrations"
    original = Path(importlib.import_module(name).__path__[0])
    shutil.copytree(original, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    return Release(folder, package, label)
