"""Score case files and compare: `manage.py score_cases FILE_OR_FOLDER... [--json]`."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from evaluation.rubrics.cases import Outcome, case_files, read_cases, run_case
from evaluation.rubrics.errors import RubricError
from evaluation.rubrics.exactyaml import UnreadableFile

FAILED, UNREADABLE = 1, 2


class Command(BaseCommand):
    """One line for each failed case, then `N passed, N failed`.

    Exits 0 when none failed, 1 when one did, 2 when a file cannot be read. Needs no database.
    """

    help = "Score case files and compare the results with what they expect."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="FILE_OR_FOLDER")
        parser.add_argument(
            "--json", action="store_true", help="print the full results with their traces"
        )

    def handle(self, *, paths: list[Path], json: bool, **options: Any) -> None:
        outcomes, problems = run_all(paths)
        failed = [each for each in outcomes if not each.passed]
        closing = f"{len(outcomes) - len(failed)} passed, {len(failed)} failed"
        for problem in problems:
            self.stderr.write(problem)
        if json:
            self.stdout.write(as_json(outcomes, problems))
            self.stderr.write(closing)
        else:
            for each in failed:
                self.stdout.write(failed_line(each))
            self.stdout.write(closing)
        if problems or failed:
            sys.exit(UNREADABLE if problems else FAILED)


def run_all(paths: list[Path]) -> tuple[list[Outcome], list[str]]:
    """Runs the cases of all files and folders; a file that cannot be read becomes a problem."""
    outcomes: list[Outcome] = []
    problems: list[str] = []
    for path in paths:
        try:
            files = case_files(path)
        except UnreadableFile as error:
            problems.append(str(error))
            continue
        for file in files:
            try:
                outcomes += [run_case(case) for case in read_cases(file)]
            except (UnreadableFile, RubricError) as error:
                problems.append(str(error))
    return outcomes, problems


def failed_line(outcome: Outcome) -> str:
    """The name, what was expected and what came out, on one line."""
    differences = "; ".join(str(each) for each in outcome.differences)
    return f"{outcome.case.name}: {differences}"


def as_json(outcomes: list[Outcome], problems: list[str]) -> str:
    """All results with their traces as one JSON text."""
    failed = sum(not each.passed for each in outcomes)
    content = {
        "passed": len(outcomes) - failed,
        "failed": failed,
        "problems": problems,
        "cases": [each.to_json() for each in outcomes],
    }
    return json.dumps(content, ensure_ascii=False, indent=2)
