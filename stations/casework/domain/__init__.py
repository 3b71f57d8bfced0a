"""Writing about persons served: the only way to change this app's tables."""

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
from stations.casework.domain.household import add_household
from stations.casework.domain.level import set_visit_level
from stations.casework.domain.need import close_need, raise_need
from stations.casework.domain.roster import end_roster_entry, enter_roster
from stations.casework.domain.visit import complete_visit, plan_visit, record_visit

__all__ = [
    "add_category",
    "add_household",
    "advance_case",
    "close_need",
    "complete_visit",
    "end_category",
    "end_roster_entry",
    "enter_roster",
    "file_beneficiary",
    "open_case",
    "plan_follow_up",
    "plan_visit",
    "raise_need",
    "record_follow_up",
    "record_visit",
    "refer_case",
    "reopen_case",
    "request_closure",
    "set_visit_level",
    "sign_closure",
    "withdraw_case",
    "write_document",
]
