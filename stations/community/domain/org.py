"""Organisations: found, filed with the township, registered with the authority."""

from datetime import date

from django.db import models
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import Conflict
from kernel.workdays import clock
from stations.community.models import CommunityOrg
from stations.community.rules import write_community
from stations.records.domain import change, enter, refuse_future, require_place, require_row


def add_org(
    *,
    actor: Actor,
    station: models.Model,
    name: str,
    kind: str,
    division_code: str,
    field: str = "",
    is_sw_agency: bool = False,
    filed_on: date | None = None,
    registered_on: date | None = None,
) -> CommunityOrg:
    """Enter an organisation that the station brings up. Raises Forbidden or Invalid."""
    require_place(actor, station, write_community(""))
    for name_of_day, day in (("filed_on", filed_on), ("registered_on", registered_on)):
        if day is not None:
            refuse_future(name_of_day, day)
    now = clock.now()
    org = CommunityOrg(
        station_id=station.pk,
        name=name.strip(),
        kind=kind,
        field=field,
        division_code=division_code,
        is_sw_agency=is_sw_agency,
        filed_on=filed_on,
        filed_received_at=now if filed_on else None,
        registered_on=registered_on,
        registered_received_at=now if registered_on else None,
    )
    return enter(org, actor=actor, action="org.add")


def file_org(*, actor: Actor, org: CommunityOrg, on: date) -> CommunityOrg:
    """The organisation is filed 备案. Raises Forbidden, Conflict when filed, or Invalid."""
    require_row(actor, org, "edit")
    if org.filed_on is not None:
        raise Conflict(_("The organisation is already filed."))
    refuse_future("filed_on", on)
    now = clock.now()
    return change(org, actor=actor, action="org.file", filed_on=on, filed_received_at=now)


def register_org(*, actor: Actor, org: CommunityOrg, on: date) -> CommunityOrg:
    """The organisation is registered 登记. Raises Forbidden, Conflict when it is, or Invalid."""
    require_row(actor, org, "edit")
    if org.registered_on is not None:
        raise Conflict(_("The organisation is already registered."))
    refuse_future("registered_on", on)
    now = clock.now()
    return change(
        org, actor=actor, action="org.register", registered_on=on, registered_received_at=now
    )
