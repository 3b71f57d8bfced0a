"""The whole demo in order: rubric, officials, then county by county; each all or nothing."""

from random import Random

from django.core.management import call_command
from django.db import transaction
from tqdm import tqdm

from deploy.demodata import disposals
from deploy.demodata.addresses import keep_password, kept_password
from deploy.demodata.afterwards import fill_afterwards
from deploy.demodata.casework import fill_casework
from deploy.demodata.closing import fill_closing
from deploy.demodata.community import fill_community
from deploy.demodata.conduct import fill_conduct
from deploy.demodata.custody import fill_custody
from deploy.demodata.cycles import records_end, run_cycles
from deploy.demodata.links import fill_links
from deploy.demodata.maps import draw_maps
from deploy.demodata.network import build_network
from deploy.demodata.people import fill_people
from deploy.demodata.plan import COUNTIES, SEED, CountyPlan
from deploy.demodata.projects import fill_projects
from deploy.demodata.proposals import fill_proposals
from deploy.demodata.staffing import fill_staffing
from deploy.demodata.users import make_officials, make_users
from kernel.access.actor import Actor
from kernel.accounts.models import User
from kernel.audit.domain import seal_chain
from kernel.tenancy import county_codes, county_context
from kernel.workdays.clock import today
from kernel.workdays.domain import seed_workdays
from tenants.domain.county import add_county


def build_demo(*, password: str) -> None:
    """Make what is not there yet, a newer rubric too; a run broken off goes on."""
    password = kept_password() or keep_password(password)
    seed_workdays()
    call_command("publish_rubric", "panzhihua-township", verbosity=0)
    if not User.objects.filter(username="province-1").exists():
        with transaction.atomic():
            make_officials(password, Random(SEED))
    present = set(county_codes())
    first_states = _first_states()
    for county in tqdm(COUNTIES, desc="counties", unit="county"):
        if county.code not in present:
            with transaction.atomic():
                _build_county(county, password, first_states[county.code])


def _first_states() -> dict[str, int]:
    """Where in the order of states each county's first station begins: all twelve occur."""
    found, number = {}, 0
    for county in COUNTIES:
        found[county.code] = number
        number += len(county.stations)
    return found


def _build_county(county: CountyPlan, password: str, first_state: int) -> None:
    random = Random(f"{SEED}-{county.code}")
    add_county(code=county.code, is_trial=True, tags=list(county.tags))
    day = today()
    first, until = day.year - 2, records_end(day)
    with county_context(county.code):
        system = Actor.system(county.code)
        stations = build_network(system, county, random)
        make_users(county, stations, password, random)
        staffs = []
        for station, plan in zip(stations, county.stations, strict=True):
            staff = fill_people(station, plan, random, first, until)
            staffs.append(staff)
            fill_staffing(station, plan, staff, first, until)
            fill_conduct(station, plan, staff, first, until)
            fill_casework(station, plan, staff, random, first, until)
            fill_community(station, plan, random, first, until)
            fill_links(station, staff, first, until)
            draw_maps(station, until)
        fill_projects(stations, until, password)
        is_old = county.code == disposals.COUNTY
        if is_old:
            disposals.fill_old(system, stations[0], staffs[0], until)
        fill_custody(system, stations, until)
        if is_old:
            disposals.fill_disposals(stations[0], until)
        fill_closing(stations, until)
        fill_afterwards(stations, until)
        fill_proposals(stations[0], until, password)
        run_cycles(county, stations, random, first_state, day)
        seal_chain()
