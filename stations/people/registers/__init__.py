"""The registers about people who work in the stations."""

from stations.people.registers.assignment import ASSIGNMENTS, HEADS
from stations.people.registers.complaint import COMPLAINTS
from stations.people.registers.credential import CREDENTIALS, PLEDGES, REGISTRATIONS
from stations.people.registers.cultivated import CULTIVATED
from stations.people.registers.education import EDUCATION
from stations.people.registers.exam import EXAMS, INTERNSHIPS
from stations.people.registers.outfit import OUTFITS
from stations.people.registers.publicity import PUBLICITY
from stations.people.registers.staff import STAFF
from stations.people.registers.supervision import SUPERVISIONS, SUPERVISORS
from stations.people.registers.team import TEAMS
from stations.people.registers.training import ATTENDANCES, HEADCOUNTS, TRAININGS
from stations.people.registers.volunteer import (
    APPRAISALS,
    AWARDS,
    CERTIFICATES,
    STEPS,
    VOLUNTEERS,
)
from stations.records.register import Register

# Linked on the tab of the people who work here, and among the lists of the services.
OF_STAFF: tuple[Register, ...] = (
    STAFF,
    ASSIGNMENTS,
    HEADS,
    CREDENTIALS,
    REGISTRATIONS,
    EDUCATION,
    CULTIVATED,
    TRAININGS,
    ATTENDANCES,
    HEADCOUNTS,
    EXAMS,
    SUPERVISIONS,
    SUPERVISORS,
    PLEDGES,
    COMPLAINTS,
    OUTFITS,
    INTERNSHIPS,
    PUBLICITY,
)
OF_VOLUNTEERS: tuple[Register, ...] = (
    VOLUNTEERS,
    STEPS,
    TEAMS,
    AWARDS,
    APPRAISALS,
    CERTIFICATES,
)
REGISTERS: tuple[Register, ...] = (*OF_STAFF, *OF_VOLUNTEERS)
