"""Writing about people: the only way to change this app's tables."""

from stations.people.domain.account import name_account
from stations.people.domain.competence import check_competence
from stations.people.domain.complaint import decide_complaint, record_complaint
from stations.people.domain.credential import add_credential
from stations.people.domain.cultivated import enter_cultivated, reveal_cultivated
from stations.people.domain.departure import (
    record_departure,
    record_return,
    take_back_departure,
)
from stations.people.domain.exam import record_result, register_exam
from stations.people.domain.head import appoint_head, end_headship
from stations.people.domain.internship import begin_internship, end_internship
from stations.people.domain.outfit import issue_outfit, return_outfit
from stations.people.domain.pledge import sign_pledge
from stations.people.domain.publicity import record_publicity
from stations.people.domain.registration import register_credential
from stations.people.domain.staff import (
    add_staff,
    assign_staff,
    divide_tasks,
    edit_staff,
    end_assignment,
    record_leaving,
    reveal_staff,
)
from stations.people.domain.supervision import (
    end_supervisor,
    engage_supervisor,
    record_session,
)
from stations.people.domain.training import (
    record_attendances,
    record_headcount,
    record_training,
)
from stations.people.domain.volunteer import (
    edit_volunteer,
    record_step,
    register_volunteer,
    reveal_volunteer,
)
from stations.people.domain.volunteer_service import (
    appraise_volunteer,
    award_volunteer,
    issue_certificate,
)
from stations.people.domain.volunteer_team import (
    disband_team,
    found_team,
    join_team,
    leave_team,
    take_back_leaving,
)

__all__ = [
    "add_credential",
    "add_staff",
    "appoint_head",
    "appraise_volunteer",
    "assign_staff",
    "award_volunteer",
    "begin_internship",
    "check_competence",
    "decide_complaint",
    "disband_team",
    "divide_tasks",
    "edit_staff",
    "edit_volunteer",
    "end_assignment",
    "end_headship",
    "end_internship",
    "end_supervisor",
    "engage_supervisor",
    "enter_cultivated",
    "found_team",
    "issue_certificate",
    "issue_outfit",
    "join_team",
    "leave_team",
    "name_account",
    "record_attendances",
    "record_complaint",
    "record_departure",
    "record_headcount",
    "record_leaving",
    "record_publicity",
    "record_result",
    "record_return",
    "record_session",
    "record_step",
    "record_training",
    "register_credential",
    "register_exam",
    "register_volunteer",
    "return_outfit",
    "reveal_cultivated",
    "reveal_staff",
    "reveal_volunteer",
    "sign_pledge",
    "take_back_departure",
    "take_back_leaving",
]
