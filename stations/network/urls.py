"""Pages of the network on a county's host, below /network/."""

from django.urls import path, re_path

from stations.network.pages import (
    division,
    equipment,
    member,
    member_proposal,
    operator,
    service_area,
    station,
    target,
    tree,
    venue,
)

app_name = "network"
CODE = r"(?P<code>[0-9]{6}-[HSRI][0-9]{3,})"

urlpatterns = [
    path("", tree.show_tree, name="tree"),
    path("new/", station.open_new, name="new"),
    path("targets/", target.show_targets, name="targets"),
    path("targets/edit/", target.change_targets, name="targets-edit"),
    path("members/", member.list_members, name="members"),
    path("members/new/", member.add_member, name="member-new"),
    path("members/<uuid:uuid>/end/", member.close_member, name="member-end"),
    path("members/<uuid:uuid>/password/", member.give_password, name="member-password"),
    path("members/proposals/", member_proposal.list_proposals, name="proposals"),
    path("members/proposals/new/", member_proposal.add_proposal, name="proposal-new"),
    path(
        "members/proposals/<uuid:uuid>/withdraw/",
        member_proposal.take_back,
        name="proposal-withdraw",
    ),
    path(
        "members/proposals/<uuid:uuid>/decline/", member_proposal.decline, name="proposal-decline"
    ),
    path("divisions/", division.show_divisions, name="divisions"),
    re_path(rf"^{CODE}/$", station.show_station, name="station"),
    re_path(rf"^{CODE}/children/$", tree.show_children, name="children"),
    re_path(rf"^{CODE}/edit/$", station.change_facts, name="edit"),
    re_path(rf"^{CODE}/state/$", station.move_state, name="state"),
    re_path(rf"^{CODE}/area/$", service_area.change_area, name="area"),
    re_path(rf"^{CODE}/venue/$", venue.change_venue, name="venue"),
    re_path(rf"^{CODE}/equipment/$", equipment.change_equipment, name="equipment"),
    re_path(rf"^{CODE}/operator/$", operator.change_operator, name="operator"),
    re_path(rf"^{CODE}/licence/$", operator.change_licence, name="licence"),
]
