"""Writing about persons served: the only way to change this app's tables."""

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
from stations.casework.domain.file import close_file, edit_file, reveal
from stations.casework.domain.household import add_household
from stations.casework.domain.level import set_visit_level
from stations.casework.domain.need import close_need, raise_need
from stations.casework.domain.roster import end_roster_entry, enter_roster
from stations.casework.domain.service import record_service
from stations.casework.domain.visit import complete_visit, plan_visit, record_visit

__all__ = [
    "add_category",
    "add_household",
    "advance_case",
    "close_file",
    "close_need",
    "complete_visit",
    "edit_file",
    "end_category",
    "end_roster_entry",
    "enter_roster",
    "file_beneficiary",
    "give_consent",
    "open_case",
    "plan_follow_up",
    "plan_visit",
    "put_visit",
    "raise_need",
    "record_follow_up",
    "record_service",
    "record_visit",
    "refer_case",
    "reopen_case",
    "request_closure",
    "reveal",
    "set_visit_level",
    "sign_closure",
    "withdraw_case",
    "withdraw_consent",
    "write_document",
]
