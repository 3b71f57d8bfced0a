"""Writing about persons served: the only way to change this app's tables."""

from stations.casework.domain.arrival import put_visit
from stations.casework.domain.beneficiary import add_category, end_category, file_beneficiary
from stations.casework.domain.consent import give_consent, withdraw_consent
from stations.casework.domain.file import close_file, edit_file, reveal
from stations.casework.domain.household import add_household
from stations.casework.domain.level import set_visit_level
from stations.casework.domain.need import close_need, raise_need
from stations.casework.domain.roster import end_roster_entry, enter_roster
from stations.casework.domain.visit import complete_visit, plan_visit, record_visit

__all__ = [
    "add_category",
    "add_household",
    "close_file",
    "close_need",
    "complete_visit",
    "edit_file",
    "end_category",
    "end_roster_entry",
    "enter_roster",
    "file_beneficiary",
    "give_consent",
    "plan_visit",
    "put_visit",
    "raise_need",
    "record_visit",
    "reveal",
    "set_visit_level",
    "withdraw_consent",
]
