"""Findings over the unreleased migrations, less those that are exempt with a reason."""

import json
import subprocess
import sysconfig
import tempfile
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.db.migrations import AddField, RemoveField

from tenants.migration.lint.sql import Text, unreleased

RULES = Path(__file__).with_name("rules.toml")
BESIDE = "drop-beside-replacement"


@dataclass(frozen=True)
class Finding:
    """What a rule says about a statement of a migration."""

    migration: str
    place: str
    rule: str
    message: str
    sql: str = ""

    def __str__(self) -> str:
        return f"{self.migration}: {self.rule}: {self.message}" + f"\n    {self.sql}" * bool(
            self.sql
        )


def lint(path: Path = RULES) -> list[Finding]:
    """Everything the rules refuse; empty is good. Raises LookupError or ValueError for a
    configuration that names what is not there."""
    rules = tomllib.loads(path.read_text(encoding="utf-8"))
    refuse_bad_exemptions(rules["exempt"])
    texts = unreleased(rules["released"])
    found = [*squawk(texts, rules["pg_version"]), *drops_beside_replacements(texts)]
    left = [each for each in found if not any(fits(rule, each) for rule in rules["exempt"])]
    return left + unused(rules["exempt"], found)


def squawk(texts: Sequence[Text], pg_version: str) -> Iterator[Finding]:
    """squawk's findings, a file a migration and a line a statement."""
    with tempfile.TemporaryDirectory() as folder:
        for atomic in (True, False):
            chosen = {text.name: text for text in texts if text.migration.atomic is atomic}
            for name, text in chosen.items():
                (Path(folder) / f"{name}.sql").write_text("\n".join(text.lines), encoding="utf-8")
            if chosen:
                options = ["--assume-in-transaction"] if atomic else ["--no-assume-in-transaction"]
                for each in run_squawk(folder, list(chosen), pg_version, options):
                    text = chosen[Path(each["file"]).stem]
                    line = text.lines[each["line"]] if each["line"] < len(text.lines) else ""
                    rule, message = each["rule_name"], each["message"]
                    yield Finding(text.name, text.place, rule, message, line)


def run_squawk(
    folder: str, names: list[str], pg_version: str, options: list[str]
) -> list[dict[str, Any]]:
    program = Path(sysconfig.get_path("scripts")) / "squawk"
    done = subprocess.run(
        [program, "--reporter=json", f"--pg-version={pg_version}", *options,
         *(f"{name}.sql" for name in names)],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode > 1 or not done.stdout.startswith("["):
        raise RuntimeError(f"squawk broke off: {done.stderr.strip() or done.stdout.strip()}")
    return list(json.loads(done.stdout))


def drops_beside_replacements(texts: Sequence[Text]) -> Iterator[Finding]:
    """Programs of the last release still write the old column while the new one is filled."""
    adding: dict[tuple[str, str], str] = {}
    for text in texts:
        for operation in text.migration.operations:
            if isinstance(operation, AddField):
                key = (text.migration.app_label, operation.model_name_lower)
                adding[key] = f"{text.name} adds {operation.name}"
    for text in texts:
        for operation in text.migration.operations:
            if isinstance(operation, RemoveField):
                key = (text.migration.app_label, operation.model_name_lower)
                if key in adding:
                    message = (
                        f"{operation.model_name}.{operation.name} is dropped in the release in "
                        f"which {adding[key]}: add, fill and drop in separate releases."
                    )
                    yield Finding(text.name, text.place, BESIDE, message)


def fits(exemption: Mapping[str, str], finding: Finding) -> bool:
    return (
        exemption["rule"] == finding.rule
        and exemption.get("in", finding.place) == finding.place
        and exemption.get("migration", finding.migration) == finding.migration
    )


def refuse_bad_exemptions(exemptions: Sequence[Mapping[str, str]]) -> None:
    """Every exemption says why; a drop names the release since which nothing uses it."""
    for each in exemptions:
        if not each.get("reason", "").strip():
            raise ValueError(f"The exemption from {each['rule']} gives no reason.")
        if each["rule"].startswith("ban-drop-") and each["rule"] != "ban-drop-default":
            since = each.get("unused_since", "")
            if (
                not each.get("migration")
                or not since
                or numbers(since) >= numbers(version("qianzhan"))
            ):
                raise ValueError(
                    f"The exemption from {each['rule']} must name its migration and, as "
                    f"unused_since, a release before {version('qianzhan')}; it names {since!r}."
                )


def numbers(release: str) -> list[int]:
    return [int(part) for part in release.split(".")]


def unused(exemptions: Sequence[Mapping[str, str]], found: Sequence[Finding]) -> list[Finding]:
    """Exemptions of a single migration that nothing needs."""
    message = "this exemption fits nothing any more: remove it from rules.toml."
    return [
        Finding(each["migration"], "", each["rule"], message)
        for each in exemptions
        if "migration" in each and not any(fits(each, finding) for finding in found)
    ]
