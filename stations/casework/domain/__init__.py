"""Writing about persons served: the only way to change this app's tables."""

from stations.casework.domain.alert import see_to_alert
from stations.casework.domain.archive import file_missing, file_volume, hand_over, store_volume
from stations.casework.domain.arrival import put_visit, put_visits
from stations.casework.domain.assessment import add_case_need, check_capability, rank_case_need
from stations.casework.domain.beneficiary import add_category, end_category, file_beneficiary
from stations.casework.domain.benefit import decide_application, help_apply, submit_application
from stations.casework.domain.care_check import record_care_check
from stations.casework.domain.carer import end_carer, give_respite, link_carer
from stations.casework.domain.case import (
    advance_case,
    name_household,
    open_case,
    write_document,
)
from stations.casework.domain.case_end import (
    decline_case,
    plan_follow_up,
    record_follow_up,
    refer_case,
    reopen_case,
    request_closure,
    send_back_closure,
    sign_closure,
    take_back_closure,
    withdraw_case,
)
from stations.casework.domain.consent import give_consent, withdraw_consent
from stations.casework.domain.disposal import (
    approve_disposal,
    keep_longer,
    propose_disposal,
    propose_due,
)
from stations.casework.domain.enrolment import apply_for_service, exit_service, move_enrolment
from stations.casework.domain.farewell import (
    end_funeral,
    offer_bereavement,
    open_funeral,
    settle_bereavement,
    settle_wish,
    voice_wish,
)
from stations.casework.domain.file import close_file, edit_file, reopen_file, reveal
from stations.casework.domain.homeless import (
    add_homeless_step,
    end_homeless_aid,
    file_homeless,
    identify_homeless,
    open_homeless_aid,
    record_patrol,
    relink_homeless,
)
from stations.casework.domain.household import (
    add_household,
    edit_household,
    move_person,
    open_household,
    reveal_household,
)
from stations.casework.domain.indicator import add_indicator, judge_indicator
from stations.casework.domain.lead import dismiss_lead, file_lead, tell_lead, verify_lead
from stations.casework.domain.level import set_visit_level
from stations.casework.domain.loan import lend_volume, return_volume
from stations.casework.domain.need import give_up_need, match_need, meet_need, raise_need
from stations.casework.domain.notice import give_guardian_notice, give_notice
from stations.casework.domain.opening import name_responsible, open_minor_file
from stations.casework.domain.plan import agree_to_plan, begin_plan, close_plan, refuse_plan
from stations.casework.domain.plan_review import drop_review, review_plan
from stations.casework.domain.planned_visit import complete_visit, drop_visit, plan_visit
from stations.casework.domain.processing import assess_again, end_processing, record_processing
from stations.casework.domain.protection import (
    end_officer,
    name_officer,
    note_reading,
    record_answer,
    send_report,
    state_more,
)
from stations.casework.domain.purge import purge_text
from stations.casework.domain.record_disposal import (
    approve_records,
    keep_records,
    propose_records,
)
from stations.casework.domain.referral import record_feedback, refer_person
from stations.casework.domain.request import (
    finish_correction,
    grant_request,
    hand_out,
    receive_request,
    receive_team_request,
    refuse_request,
)
from stations.casework.domain.risk import assess_guardianship, assess_risk, note_strength
from stations.casework.domain.roster import end_roster_entry, enter_roster
from stations.casework.domain.roster_kind import add_roster_kinds, end_roster_kinds
from stations.casework.domain.roster_list import (
    file_from_roster,
    import_roster,
    preview_roster,
)
from stations.casework.domain.service import record_service
from stations.casework.domain.visit import record_visit
from stations.casework.domain.visit_correction import correct_visit
from stations.casework.domain.void import void_level, void_person, void_record, void_volume

__all__ = [
    "add_case_need",
    "add_category",
    "add_homeless_step",
    "add_household",
    "add_indicator",
    "add_roster_kinds",
    "advance_case",
    "agree_to_plan",
    "apply_for_service",
    "approve_disposal",
    "approve_records",
    "assess_again",
    "assess_guardianship",
    "assess_risk",
    "begin_plan",
    "check_capability",
    "close_file",
    "close_plan",
    "complete_visit",
    "correct_visit",
    "decide_application",
    "decline_case",
    "dismiss_lead",
    "drop_review",
    "drop_visit",
    "edit_file",
    "edit_household",
    "end_carer",
    "end_category",
    "end_funeral",
    "end_homeless_aid",
    "end_officer",
    "end_processing",
    "end_roster_entry",
    "end_roster_kinds",
    "enter_roster",
    "exit_service",
    "file_beneficiary",
    "file_from_roster",
    "file_homeless",
    "file_lead",
    "file_missing",
    "file_volume",
    "finish_correction",
    "give_consent",
    "give_guardian_notice",
    "give_notice",
    "give_respite",
    "give_up_need",
    "grant_request",
    "hand_out",
    "hand_over",
    "help_apply",
    "identify_homeless",
    "import_roster",
    "judge_indicator",
    "keep_longer",
    "keep_records",
    "lend_volume",
    "link_carer",
    "match_need",
    "meet_need",
    "move_enrolment",
    "move_person",
    "name_household",
    "name_officer",
    "name_responsible",
    "note_reading",
    "note_strength",
    "offer_bereavement",
    "open_case",
    "open_funeral",
    "open_homeless_aid",
    "open_household",
    "open_minor_file",
    "plan_follow_up",
    "plan_visit",
    "preview_roster",
    "propose_disposal",
    "propose_due",
    "propose_records",
    "purge_text",
    "put_visit",
    "put_visits",
    "raise_need",
    "rank_case_need",
    "receive_request",
    "receive_team_request",
    "record_answer",
    "record_care_check",
    "record_feedback",
    "record_follow_up",
    "record_patrol",
    "record_processing",
    "record_service",
    "record_visit",
    "refer_case",
    "refer_person",
    "refuse_plan",
    "refuse_request",
    "relink_homeless",
    "reopen_case",
    "reopen_file",
    "request_closure",
    "return_volume",
    "reveal",
    "reveal_household",
    "review_plan",
    "see_to_alert",
    "send_back_closure",
    "send_report",
    "set_visit_level",
    "settle_bereavement",
    "settle_wish",
    "sign_closure",
    "state_more",
    "store_volume",
    "submit_application",
    "take_back_closure",
    "tell_lead",
    "verify_lead",
    "voice_wish",
    "void_level",
    "void_person",
    "void_record",
    "void_volume",
    "withdraw_case",
    "withdraw_consent",
    "write_document",
]
