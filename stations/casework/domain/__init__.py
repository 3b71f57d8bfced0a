"""Writing about persons served: the only way to change this app's tables."""

from stations.casework.domain.alert import see_to_alert
from stations.casework.domain.arrival import put_visit
from stations.casework.domain.beneficiary import add_category, end_category, file_beneficiary
from stations.casework.domain.case import advance_case, open_case, write_document
from stations.casework.domain.case_end import (
    plan_follow_up,
    record_follow_up,
    refer_case,
    reopen_case,
    request_closure,
    sign_closure,
    withdraw_case,
)
from stations.casework.domain.consent import give_consent, withdraw_consent
from stations.casework.domain.enrolment import apply_for_service, exit_service, move_enrolment
from stations.casework.domain.file import close_file, edit_file, reveal
from stations.casework.domain.household import (
    add_household,
    edit_household,
    move_person,
    reveal_household,
)
from stations.casework.domain.lead import dismiss_lead, file_lead, tell_lead, verify_lead
from stations.casework.domain.level import set_visit_level
from stations.casework.domain.need import give_up_need, match_need, meet_need, raise_need
from stations.casework.domain.risk import assess_guardianship, assess_risk, note_strength
from stations.casework.domain.roster import end_roster_entry, enter_roster
from stations.casework.domain.roster_list import (
    file_from_roster,
    import_roster,
    preview_roster,
)
from stations.casework.domain.service import record_service
from stations.casework.domain.visit import complete_visit, plan_visit, record_visit

__all__ = [
    "add_category",
    "add_household",
    "advance_case",
    "apply_for_service",
    "assess_guardianship",
    "assess_risk",
    "close_file",
    "complete_visit",
    "dismiss_lead",
    "edit_file",
    "edit_household",
    "end_category",
    "end_roster_entry",
    "enter_roster",
    "exit_service",
    "file_beneficiary",
    "file_from_roster",
    "file_lead",
    "give_consent",
    "give_up_need",
    "import_roster",
    "match_need",
    "meet_need",
    "move_enrolment",
    "move_person",
    "note_strength",
    "open_case",
    "plan_follow_up",
    "plan_visit",
    "preview_roster",
    "put_visit",
    "raise_need",
    "record_follow_up",
    "record_service",
    "record_visit",
    "refer_case",
    "reopen_case",
    "request_closure",
    "reveal",
    "reveal_household",
    "see_to_alert",
    "set_visit_level",
    "sign_closure",
    "tell_lead",
    "verify_lead",
    "withdraw_case",
    "withdraw_consent",
    "write_document",
]
