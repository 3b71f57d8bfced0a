"""Groups that a station leads or supports: group work and networks of support (C712, C723)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kernel.access.restrict import RestrictedQuerySet
from kernel.crypto import EncryptedTextField
from stations.casework.minors import of_minors
from stations.casework.rules import view_work, write_work
from stations.community.enums import Audience, GroupKind
from stations.community.rules import view_community
from stations.records.models import Record, Span, span_rules
from stations.records.purge import purge_texts

OF_GROUP = "group__station__"


class GroupQuerySet(RestrictedQuerySet):
    rules = {"view": view_community(), "edit": write_work(), "purge": purge_texts()}


class GroupMemberQuerySet(RestrictedQuerySet):
    """Who belongs to a group is for those who serve its people, children's names for fewer."""

    rules = {
        "view": of_minors(view_work(OF_GROUP), station=OF_GROUP),
        "edit": of_minors(write_work(OF_GROUP), station=OF_GROUP),
    }


class GroupMeetingQuerySet(RestrictedQuerySet):
    rules = {
        "view": view_community(OF_GROUP),
        "edit": write_work(OF_GROUP),
        "purge": purge_texts(OF_GROUP),
    }


class Group(Span):
    """People with one problem in common, or who help each other, from a day on.

    Group work meets in sessions 节; a network of support (C723, Z12, G3216, G3224) was there
    already, or is newly built.
    """

    day_at_place = "valid_from"
    station = models.ForeignKey("network.Station", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("Kind of group"), max_length=20, choices=GroupKind)
    title = models.CharField(_("Name of the group"), max_length=120)
    purpose = models.CharField(_("Problem in common, or purpose"), max_length=400)
    audience = models.CharField(
        _("Whom it is for"), max_length=20, choices=Audience, blank=True, default=""
    )
    is_new = models.BooleanField(_("Built anew"), default=True)
    staff = models.ForeignKey(
        "people.Staff",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Led by the worker"),
    )

    free_texts = ("title", "purpose")

    objects = GroupQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from", "-id"]
        constraints = span_rules("group")
        indexes = [models.Index(fields=["station", "-valid_from"], name="group_station_day")]

    def __str__(self) -> str:
        return f"{self.kind} {self.valid_from}"


class GroupMember(Span):
    """A person on file, a volunteer, or somebody known by name, such as a carer."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="members")
    beneficiary = models.ForeignKey(
        "casework.Beneficiary",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="group_memberships",
        verbose_name=_("Person served"),
    )
    volunteer = models.ForeignKey(
        "people.Volunteer",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Volunteer"),
    )
    name = EncryptedTextField(_("Name of the member"), blank=True, default="")

    objects = GroupMemberQuerySet.as_manager()

    class Meta:
        ordering = ["valid_from", "id"]
        constraints = [
            *span_rules("groupmember"),
            models.CheckConstraint(
                name="groupmember_one_of",
                condition=Q(beneficiary=None) | Q(volunteer=None),
            ),
            models.UniqueConstraint(
                name="groupmember_person_once",
                fields=["group", "beneficiary"],
                condition=Q(valid_to=None, withdrawn_at=None),
            ),
            models.UniqueConstraint(
                name="groupmember_volunteer_once",
                fields=["group", "volunteer"],
                condition=Q(valid_to=None, withdrawn_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group_id} {self.valid_from}"

    @property
    def full_name(self) -> str:
        """As the file or the volunteer's record says it."""
        known = self.beneficiary or self.volunteer
        return known.name if known else self.name


class GroupMeeting(Record):
    """A session of group work, or a meeting of a network, and how many came."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="meetings")
    held_on = models.DateField(_("Held on"))
    topic = models.CharField(_("Topic of the session"), max_length=120)
    attendance = models.PositiveIntegerField(_("Person-times"))

    free_texts = ("topic",)

    objects = GroupMeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-id"]
        constraints = [
            models.CheckConstraint(name="groupmeeting_somebody", condition=Q(attendance__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.group_id} {self.held_on}"
