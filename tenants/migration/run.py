"""migrate_counties: the template first, then the canary, then all schemas in parallel."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field

from django.db import DatabaseError

from kernel.errors import Conflict, FieldError, Invalid
from kernel.tenancy.schema import Limits
from tenants.migration.apply import apply_plan, explain, is_passing, quotes_data
from tenants.migration.fingerprint import History, histories
from tenants.migration.plan import Disk, Plan, Unfit, make_plan
from tenants.migration.report import Group, Outcome, Report, Row
from tenants.migration.target import Target, list_targets
from tenants.migration.workers import in_parallel
from tenants.provisioning.names import TEMPLATE, is_spare

Progress = Callable[[int, int], None]  # schemas done, schemas in all
LATECOMER_ROUNDS = 3


@dataclass(frozen=True)
class Patience:
    """Tries of a transaction whose locks were not free; the pause doubles after each."""

    tries: int = 6
    pause: float = 0.5  # seconds
    longest: float = 8.0

    def pauses(self) -> Iterator[float]:
        """Seconds to wait between the tries."""
        for number in range(self.tries - 1):
            yield min(self.pause * 2**number, self.longest)


@dataclass(frozen=True)
class Options:
    """How a run goes: which schemas (all without `only`), the canary's code, and how patiently.

    `connections` 1 works on the caller's own connection.
    """

    only: frozenset[str] = frozenset()
    canary: str = ""
    dry_run: bool = False
    connections: int = 2
    limits: Limits = field(default_factory=Limits)
    patience: Patience = field(default_factory=Patience)


def migrate_counties(
    options: Options = Options(),
    *,
    progress: Progress = lambda done, total: None,
) -> Report:
    """Bring every schema's county apps up to date; a schema that is, is not touched.

    The template goes first, then the canary; when one of them fails, nothing else is tried.
    A schema that fails stays as it was and is named in the report, the others go on. Raises
    Conflict when public is not migrated yet, Invalid for a canary that is no county here.
    """
    disk = Disk()
    refuse_old_public(disk)
    targets = chosen(options)
    refuse_unknown_canary(options.canary, targets)
    return Run(disk, options, progress).over(targets)


def refuse_old_public(disk: Disk) -> None:
    """Counties follow public: the new release may need both."""
    if missing := disk.missing_in_public():
        raise Conflict(
            f"The shared schema lacks {', '.join(missing)}: run migrate_schemas --shared first.",
            code="public_is_old",
        )


def refuse_unknown_canary(code: str, targets: Sequence[Target]) -> None:
    if code and code not in {target.code for target in targets}:
        message = "This is no county of this installation with a schema."
        raise Invalid(message, errors=[FieldError("canary", "invalid", message, code)])


def chosen(options: Options) -> list[Target]:
    """The targets that the run is about, as they are now."""
    return [each for each in list_targets() if not options.only or each.schema in options.only]


class Run:
    """One run: its report, and the plans by history."""

    def __init__(self, disk: Disk, options: Options, progress: Progress) -> None:
        self.disk, self.options, self.progress = disk, options, progress
        self.report = Report(dry_run=options.dry_run)
        self.groups: dict[str, Group] = {}
        self.rows: dict[str, Row] = {}
        self.before: dict[str, History] = {}

    def over(self, targets: Sequence[Target]) -> Report:
        """Take the stages up one after another, and look for schemas that came meanwhile."""
        self._enlist(targets)
        for stage in self._stages(targets):
            if not self._carry_out(stage) and self._goes_first(stage[0]):
                break
        else:
            if any(row.outcome == Outcome.DONE for row in self.report.rows):
                self._take_latecomers()
        self._read_after()
        self.report.groups = [group for group in self.groups.values() if group.schemas]
        return self.report

    def _enlist(self, targets: Sequence[Target]) -> None:
        for target in targets:
            self.rows[target.schema] = row = Row(target.schema, target.code)
            self.report.rows.append(row)
            if not target.has_history:
                self._leave(target, Outcome.UNFIT, "has no schema with a django_migrations table")
        present = [target for target in targets if target.has_history]
        self.before |= histories(target.schema for target in present)
        for target in present:
            if history := self.before.get(target.schema):
                self.rows[target.schema].before = history.fingerprint
            else:
                self._leave(target, Outcome.UNFIT, "has an empty history")

    def _goes_first(self, target: Target) -> bool:
        return target.schema == TEMPLATE or (
            bool(self.options.canary) and target.code == self.options.canary
        )

    def _stages(self, targets: Sequence[Target]) -> Iterator[list[Target]]:
        first = [target for target in targets if self._goes_first(target)]
        for target in first:  # the template stands at the head of the list
            yield [target]
        if rest := [target for target in targets if target not in first]:
            yield rest

    def _take_latecomers(self) -> None:
        """Schemas made while the run went on, or spares that were handed out as counties."""
        for _ in range(LATECOMER_ROUNDS):
            present = chosen(self.options)
            self._forget_renamed({target.schema for target in present})
            new = [target for target in present if target.schema not in self.rows]
            if not new:
                return
            self._enlist(new)
            self._carry_out(new)

    def _forget_renamed(self, present: set[str]) -> None:
        for schema in [name for name in self.rows if is_spare(name) and name not in present]:
            self.report.rows.remove(self.rows.pop(schema))

    def _carry_out(self, stage: Sequence[Target]) -> bool:
        """Whether all schemas of the stage are up to date afterwards."""
        todo = [
            target
            for start, members in self._by_history(stage).items()
            for target in self._planned(start, members)
        ]
        if not self.options.dry_run:
            self._apply_all(todo)
        self._show()
        failed = {row.schema for row in self.report.failed}
        return not any(target.schema in failed for target in stage)

    def _by_history(self, stage: Iterable[Target]) -> dict[str, list[Target]]:
        """The stage's schemas by the digest of their whole history."""
        found: dict[str, list[Target]] = {}
        for target in stage:
            if history := self.before.get(target.schema):
                found.setdefault(history.whole, []).append(target)
        return found

    def _planned(self, start: str, members: list[Target]) -> list[Target]:
        """The members that the group's plan is to be carried out in."""
        while members and start not in self.groups:
            try:
                self.groups[start] = Group(self._make_plan(members[0]), [])
            except Unfit as error:
                for target in members:
                    self._leave(target, Outcome.UNFIT, str(error))
                return []
            except Exception as error:
                # This county's data may be to blame: the next one may do for the others.
                culprit = members.pop(0)
                self._fail(culprit, error)
        if not members:
            return []
        group = self.groups[start]
        if not group.plan.rows:
            for target in members:
                self._leave(target, Outcome.CURRENT)
            return []
        group.schemas += [target.schema for target in members]
        return members

    def _make_plan(self, target: Target) -> Plan:
        row, pauses = self.rows[target.schema], self.options.patience.pauses()
        while True:
            row.tries += 1
            try:
                return make_plan(
                    target.schema,
                    self.disk,
                    self.options.limits,
                    watch_locks=self.options.dry_run,
                )
            except DatabaseError as error:
                pause = next(pauses, None)
                if pause is None or not is_passing(error):
                    raise
            time.sleep(pause)

    def _apply_all(self, todo: list[Target]) -> None:
        """Carry the plans out; those whose locks were not free again, after a pause."""
        for target in todo:
            self.rows[target.schema].tries = 0
        pauses = self.options.patience.pauses()
        while todo:
            todo = self._apply_once(todo)
            pause = next(pauses, None)
            if not todo or pause is None:
                return
            time.sleep(pause)

    def _apply_once(self, todo: list[Target]) -> list[Target]:
        """Try each once, in parallel; the ones that are worth another try."""
        again = []
        with closing(in_parallel(self._apply, todo, self.options.connections)) as results:
            for target, passing in results:
                if passing:
                    again.append(target)
                self._show()
        return again

    def _apply(self, target: Target) -> bool:
        """Carry the plan out in one schema and fill its row in; True when to be tried again."""
        row, start = self.rows[target.schema], self.before[target.schema].whole
        begun = time.perf_counter()
        row.tries += 1
        try:
            apply_plan(target, self.groups[start].plan, start=start, limits=self.options.limits)
        except Exception as error:
            self._fail(target, error)
            return is_passing(error)
        finally:
            row.seconds += time.perf_counter() - begun
        self._leave(target, Outcome.DONE)
        return False

    def _fail(self, target: Target, error: Exception) -> None:
        text = explain(error, target.schema)
        self._leave(target, Outcome.FAILED, text)
        if quotes_data(error):
            self.rows[target.schema].told = type(error).__name__

    def _leave(self, target: Target, outcome: Outcome, error: str = "") -> None:
        row = self.rows[target.schema]
        row.outcome, row.error, row.told = outcome, error, error

    def _read_after(self) -> None:
        touched = {name for name, row in self.rows.items() if row.outcome == Outcome.DONE}
        after = self.before | histories(touched)
        for schema, row in self.rows.items():
            row.after = after[schema].fingerprint if schema in after else ""

    def _show(self) -> None:
        done = sum(row.outcome != Outcome.UNTRIED for row in self.report.rows)
        self.progress(done, len(self.report.rows))
