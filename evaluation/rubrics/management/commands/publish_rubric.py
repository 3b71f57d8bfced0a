"""Publish a rubric for all counties: manage.py publish_rubric panzhihua-township."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from evaluation.rubrics.domain import publish_rubric
from evaluation.rubrics.errors import RubricError
from evaluation.rubrics.loader import TREES, tree_names
from evaluation.rubrics.models import RubricVersion
from kernel.access.actor import Actor
from kernel.errors import DomainError


class Command(BaseCommand):
    help = "Publish a rubric tree as an immutable version; again, it is a no-op that says so."

    def add_arguments(self, parser: CommandParser) -> None:
        known = ", ".join(tree_names())
        parser.add_argument(
            "rubric",
            nargs="?",
            metavar="FOLDER_OR_ID",
            help=f"a folder, or the name of a tree that comes with the program ({known}); "
            "without it, all of these",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        names = [options["rubric"]] if options["rubric"] else tree_names()
        for name in names:
            self._publish(name)

    def _publish(self, name: str) -> None:
        folder = TREES / name if name in tree_names() else Path(name)
        if not folder.is_dir():
            known = ", ".join(tree_names())
            raise CommandError(f"{name} is no folder and none of the rubrics here: {known}.")
        before = RubricVersion.objects.count()
        try:
            version = publish_rubric(actor=Actor.system(None), folder=folder)
        except RubricError as error:
            raise CommandError(f"{folder.name}/{error}") from error
        except DomainError as error:
            raise CommandError(error.detail) from error
        done = "published" if RubricVersion.objects.count() > before else "published already"
        self.stdout.write(f"{version} {done}, digest {version.digest}")
