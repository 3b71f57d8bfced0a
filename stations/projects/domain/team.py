"""Workers and supervisors of a project (Z22, Z23)."""

from datetime import date

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import Conflict
from stations.people.models import Staff, Supervisor
from stations.projects.enums import ProjectRole
from stations.projects.models import Project, ProjectStaff
from stations.records.domain import (
    end_span,
    enter,
    hold,
    refuse,
    refuse_future,
    refuse_withdrawn,
    require_row,
)


@transaction.atomic
def join_project(
    *,
    actor: Actor,
    entry: Project,
    valid_from: date,
    staff: Staff | None = None,
    supervisor: Supervisor | None = None,
) -> ProjectStaff:
    """A worker, or a senior supervisor, joins the team: one of them.

    Raises Forbidden, Conflict for a withdrawn project or who belongs to the team, or Invalid: a
    supervisor who is not a senior one, a day before the person came or after they left.
    """
    require_row(actor, entry, "edit")
    hold(entry)
    refuse_withdrawn(entry)
    refuse_future("valid_from", valid_from)
    if valid_from > entry.ends_on:
        refuse("valid_from", _("The project is over by then."), valid_from, f"<= {entry.ends_on}")
    if (staff is None) == (supervisor is None):
        refuse("staff", _("Choose a worker or a supervisor: one of them."))
    if staff is not None:
        _check_worker(actor, staff, valid_from)
    if supervisor is not None:
        _check_supervisor(actor, supervisor, valid_from)
    same = {"staff": staff} if staff else {"supervisor": supervisor}
    if entry.team.filter(valid_to=None, withdrawn_at=None, **same).exists():
        raise Conflict(_("This person belongs to the project's team."), code="member")
    role = ProjectRole.WORKER if staff else ProjectRole.SUPERVISOR
    member = ProjectStaff(
        project=entry, role=role, staff=staff, supervisor=supervisor, valid_from=valid_from
    )
    return enter(member, actor=actor, action="project.join")


@transaction.atomic
def leave_project(*, actor: Actor, member: ProjectStaff, on: date) -> ProjectStaff:
    """``on`` is the first day without. Raises Forbidden, Conflict when gone, or Invalid."""
    require_row(actor, member, "edit")
    return end_span(member, actor=actor, action="project.leave", on=on)


def _check_worker(actor: Actor, staff: Staff, day: date) -> None:
    require_row(actor, staff, "view")
    hold(staff, "joined_on", "left_on")
    refuse_withdrawn(staff)
    if not staff.worked_on(day):
        message = _("The worker does not belong to the network on that day.")
        refuse("valid_from", message, day, f">= {staff.joined_on}")


def _check_supervisor(actor: Actor, supervisor: Supervisor, day: date) -> None:
    require_row(actor, supervisor, "view")
    hold(supervisor, "valid_to", "is_senior")
    refuse_withdrawn(supervisor)
    if not supervisor.is_senior:
        refuse("supervisor", _("The contract asks for senior supervisors."), supervisor.name)
    ended = supervisor.valid_to is not None and day >= supervisor.valid_to
    if ended or day < supervisor.valid_from:
        message = _("The supervisor guides the station from %(day)s on.") % {
            "day": date_format(supervisor.valid_from)
        }
        refuse("valid_from", message, day, f">= {supervisor.valid_from}")
