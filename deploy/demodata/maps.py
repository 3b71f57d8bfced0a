"""The three maps of a station, drawn from the records that the generator made: counts, no names."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from deploy.demodata.times import received
from kernel.access.actor import Actor
from kernel.access.models import Membership, Role
from kernel.files.domain import store_file
from kernel.pdf import render_pdf
from kernel.tenancy import current_county
from stations.casework.models import Beneficiary, Need
from stations.community.catalogue import map_choices
from stations.community.domain import bulk
from stations.community.models import ResourceParty
from stations.network.models import Station
from stations.records.places import at_place
from tenants.queries.division import division_names

TEMPLATE = Path(__file__).parent / "map.typ"
# Drawn so long before the end of the records.
AGE = timedelta(60)
Around = list[tuple[str, str]]


def draw_maps(station: Station, until: date) -> None:
    """One drawing of each kind."""
    drawn_on = max(station.opened_on or until, until - AGE)
    bulk.bulk_insert_maps(_drawings(station, drawn_on))


def _drawings(station: Station, drawn_on: date) -> Iterator[dict[str, Any]]:
    around = {
        "RESOURCES": _resources(station),
        "NEEDS": _needs(station),
        "PERSONS": _persons(station, drawn_on),
    }
    for kind, label in map_choices():
        title, moment = f"{station.name}{label}", received(drawn_on)
        data = {
            "title": title,
            "drawn": f"绘制于 {drawn_on}",
            "station": station.name[:6],
            "around": around[kind],
        }
        content = render_pdf(TEMPLATE, data, moment)
        upload = SimpleUploadedFile(f"{title}.pdf", content)
        stored = store_file(actor=_head(station), upload=upload)
        yield {
            "station_id": station.pk,
            "kind": kind,
            "title": title,
            "drawn_on": drawn_on,
            "file_id": stored.pk,
            "received_at": moment,
        }


def _head(station: Station) -> Actor:
    """Who hands it in."""
    held = Membership.objects.filter(role=Role.HEAD, scope_code=station.code).order_by("id")[0]
    return Actor(held.user_uuid, held.user_name, current_county(), ())


def _resources(station: Station) -> Around:
    rows = ResourceParty.objects.filter(station=station, withdrawn_at=None).order_by("id")
    return [(party.name, party.offers) for party in rows]


def _needs(station: Station) -> Around:
    rows = Need.objects.filter(at_place(station), withdrawn_at=None)
    counts = Counter(need.get_kind_display() for need in rows.only("kind"))
    return [(kind, f"{number} 项") for kind, number in counts.most_common()]


def _persons(station: Station, on: date) -> Around:
    rows = Beneficiary.objects.filter(at_place(station), withdrawn_at=None, filed_on__lte=on)
    counts = Counter(rows.values_list("division_code", flat=True))
    names = division_names(counts, on)
    return [(names.get(code, code), f"{number} 人") for code, number in sorted(counts.items())]
