"""Three cycles: the year before last final, last year's in every state, this year's opened."""

from datetime import date, timedelta
from random import Random

from deploy.demodata.plan import CountyPlan
from deploy.demodata.walk import STEPS, Walk, carry
from evaluation.cycles.domain.cycle import close_cycle, create_cycle, freeze_cycle, open_cycle
from evaluation.cycles.models import Cycle, Evaluation
from kernel.access.actor import Actor
from kernel.access.queries import actor_of
from kernel.accounts.models import User
from kernel.workdays.clock import frozen
from stations.network.models import Station

RUBRIC, VERSION = "panzhihua-township", "1.2.0"
LONGEST_WALK = 44


def run_cycles(
    county: CountyPlan, stations: list[Station], random: Random, first_state: int, day: date
) -> None:
    """The county's cycles as of ``day``; its stations take the states of last year's cycle in
    turn, beginning with the one numbered ``first_state``."""
    year = day.year
    start = date(year - 1, 1, 8)
    final = _freeze(county, year - 2, start)
    _carry_all(final, county, stations, random, ["FINAL"] * len(stations), (start, day))
    with frozen(min(date(year - 1, 4, 20), day)):
        close_cycle(actor=_bureau(county), cycle=Cycle.objects.get(pk=final.pk))
    spread = [STEPS[(first_state + number) % len(STEPS)] for number in range(len(stations))]
    # Late in the year, so that what is still open has not waited since January.
    start = max(date(year, 1, 8), day - timedelta(LONGEST_WALK))
    running = _freeze(county, year - 1, min(start, day))
    _carry_all(running, county, stations, random, spread, (min(start, day), day))
    _open(county, year, min(date(year, 11, 1), day))


def _open(county: CountyPlan, year: int, day: date) -> Cycle:
    with frozen(day):
        bureau = _bureau(county)
        cycle = create_cycle(
            actor=bureau,
            year=year,
            rubric_id=RUBRIC,
            version=VERSION,
            cutoff_on=date(year, 12, 31),
        )
        return open_cycle(actor=bureau, cycle=cycle)


def _freeze(county: CountyPlan, year: int, day: date) -> Cycle:
    cycle = _open(county, year, date(year, 11, 1))
    with frozen(day):
        return freeze_cycle(actor=_bureau(county), cycle=cycle)


def _carry_all(
    cycle: Cycle,
    county: CountyPlan,
    stations: list[Station],
    random: Random,
    states: list[str],
    days: tuple[date, date],
) -> None:
    for number, (station, plan) in enumerate(zip(stations, county.stations, strict=True), 1):
        evaluation = Evaluation.objects.get(cycle=cycle, station=station)
        walk = Walk(evaluation, plan, number, county.code, random, *days)
        carry(walk, states[number - 1])


def _bureau(county: CountyPlan) -> Actor:
    return actor_of(User.objects.get(username=f"{county.code}-bureau-1"))


def records_end(day: date) -> date:
    """Records go up to yesterday."""
    return day - timedelta(1)
