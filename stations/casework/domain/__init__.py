"""Writing about persons served: the only way to change this app's tables."""

from stations.casework.domain.archive import file_missing, file_volume, hand_over, store_volume
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
from stations.casework.domain.disposal import (
    approve_disposal,
    keep_longer,
    propose_disposal,
    propose_due,
)
from stations.casework.domain.file import close_file, edit_file, reveal
from stations.casework.domain.household import add_household
from stations.casework.domain.level import set_visit_level
from stations.casework.domain.loan import lend_volume, return_volume
from stations.casework.domain.need import close_need, raise_need
from stations.casework.domain.notice import give_notice
from stations.casework.domain.opening import name_responsible, open_minor_file
from stations.casework.domain.processing import assess_again, end_processing, record_processing
from stations.casework.domain.purge import purge_text
from stations.casework.domain.request import (
    grant_request,
    hand_out,
    link_correction,
    receive_request,
    refuse_request,
)
from stations.casework.domain.roster import end_roster_entry, enter_roster
from stations.casework.domain.service import record_service
from stations.casework.domain.visit import complete_visit, plan_visit, record_visit

__all__ = [
    "add_category",
    "add_household",
    "advance_case",
    "approve_disposal",
    "assess_again",
    "close_file",
    "close_need",
    "complete_visit",
    "edit_file",
    "end_category",
    "end_processing",
    "end_roster_entry",
    "enter_roster",
    "file_beneficiary",
    "file_missing",
    "file_volume",
    "give_consent",
    "give_notice",
    "grant_request",
    "hand_out",
    "hand_over",
    "keep_longer",
    "lend_volume",
    "link_correction",
    "name_responsible",
    "open_case",
    "open_minor_file",
    "plan_follow_up",
    "plan_visit",
    "propose_disposal",
    "propose_due",
    "purge_text",
    "put_visit",
    "raise_need",
    "receive_request",
    "record_follow_up",
    "record_processing",
    "record_service",
    "record_visit",
    "refer_case",
    "refuse_request",
    "reopen_case",
    "request_closure",
    "return_volume",
    "reveal",
    "set_visit_level",
    "sign_closure",
    "store_volume",
    "withdraw_case",
    "withdraw_consent",
    "write_document",
]
