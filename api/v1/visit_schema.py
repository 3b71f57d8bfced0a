"""Bodies and answers about visits."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.base.forms import MomentField
from api.base.problem import Problem
from api.v1.record_schema import body_of
from stations.casework.companions import companion_choices, read_companions
from stations.casework.enums import Place, Result
from stations.casework.models.visit import FORM
from stations.casework.sections import pack
from stations.records.forms import longest
from stations.records.register.withdrawal import WITHDRAWAL

VISITOR = "Who went: a worker of the place; null for nobody."


def company_field(**options: Any) -> serializers.ListField:
    """Who came along: codes, several of which may apply."""
    codes = [code for code, _label in companion_choices()]
    return serializers.ListField(child=serializers.ChoiceField(choices=codes), **options)


class VisitBody(serializers.Serializer):
    """A visit that took place. ``held_at`` carries its offset from UTC."""

    beneficiary = serializers.UUIDField()
    held_at = MomentField()
    place = serializers.ChoiceField(choices=Place.values)
    result = serializers.ChoiceField(choices=Result.values)
    staff = serializers.UUIDField(
        required=False, allow_null=True, help_text=f"{VISITOR} Left out: the worker you are."
    )
    joint_work = serializers.BooleanField(
        default=False, help_text="Short for VOLUNTEER in joint_with."
    )
    joint_with = company_field(default=list)
    note = serializers.CharField(default="", allow_blank=True, max_length=longest("text"))
    sections = serializers.DictField(
        child=serializers.CharField(allow_blank=True),
        default=dict,
        help_text="Optional short texts: living_state, mind_need, potential, mutual_help.",
    )

    def sent(self) -> dict[str, Any]:
        """What was sent, the sections as they are kept. Raises Invalid for an unknown one."""
        values = dict(self.validated_data)
        joint = values.pop("joint_work")
        return {
            **values,
            "joint_with": read_companions(values["joint_with"], joint_work=joint),
            "sections": pack(FORM, values["sections"]),
        }

    def as_sent(self) -> dict[str, Any]:
        """To be shown beside what stands; no visitor where none was named."""
        named = "staff" in self.validated_data
        return {key: value for key, value in self.data.items() if named or key != "staff"}


class VisitPerson(serializers.Serializer):
    """The name in full for the station itself, masked for the bureau."""

    id = serializers.UUIDField()
    name = serializers.CharField(allow_blank=True)


class Visitor(serializers.Serializer):
    """A worker of the network."""

    id = serializers.UUIDField()
    name = serializers.CharField()


class VisitRow(serializers.Serializer):
    """``visitor`` is who went, where that is known: of a visit sent here, the worker that the
    sending user is. ``late`` marks a visit received long after its day; it counts all the same
    (C912b)."""

    id = serializers.UUIDField()
    beneficiary = VisitPerson()
    station = serializers.CharField(allow_blank=True)
    visitor = Visitor(allow_null=True)
    held_at = serializers.DateTimeField()
    received_on = serializers.DateField()
    late = serializers.BooleanField()
    place = serializers.ChoiceField(choices=Place.values)
    result = serializers.ChoiceField(choices=Result.values)
    joint_work = serializers.BooleanField()
    joint_with = company_field()


class VisitDetail(VisitRow):
    """``note`` and ``sections`` are empty for those who read the station's names masked; the
    person's ``name`` and ``station`` in the answer to a PUT on a minor's file closed since.

    ``withdrawn_at`` is null while the visit stands.
    """

    note = serializers.CharField(allow_blank=True)
    sections = serializers.DictField(child=serializers.CharField())
    withdrawn_at = serializers.DateTimeField(allow_null=True)


class VisitReading(serializers.Serializer):
    """What the visit said before a correction: by whom, when and why it was put right.

    ``note``, ``sections`` and ``reason`` are empty for those who read names masked.
    """

    held_at = serializers.DateTimeField()
    received_on = serializers.DateField()
    place = serializers.ChoiceField(choices=Place.values)
    result = serializers.ChoiceField(choices=Result.values)
    staff = serializers.UUIDField(allow_null=True)
    joint_with = company_field()
    note = serializers.CharField(allow_blank=True)
    sections = serializers.DictField(child=serializers.CharField())
    corrected_at = serializers.DateTimeField()
    corrected_by = serializers.CharField(allow_blank=True)
    late = serializers.BooleanField(help_text="Corrected long after the day of the visit.")
    reason = serializers.CharField(allow_blank=True)


class VisitAsCorrected(VisitDetail):
    """``corrections`` are the earlier readings, the latest first."""

    staff = serializers.UUIDField(allow_null=True)
    corrections = VisitReading(many=True)


class CorrectVisit(serializers.Serializer):
    """The fields to be put right, and why; what is left out stays."""

    reason = serializers.CharField(max_length=200)
    held_at = MomentField(required=False)
    place = serializers.ChoiceField(choices=Place.values, required=False)
    result = serializers.ChoiceField(choices=Result.values, required=False)
    staff = serializers.UUIDField(required=False, allow_null=True, help_text=VISITOR)
    joint_with = company_field(required=False)
    note = serializers.CharField(required=False, allow_blank=True, max_length=longest("text"))
    sections = serializers.DictField(
        child=serializers.CharField(allow_blank=True),
        required=False,
        help_text="In place of all that stand.",
    )


WithdrawVisit = body_of("Visit", WITHDRAWAL)


class VisitPage(serializers.Serializer):
    results = VisitRow(many=True)
    next = serializers.URLField(allow_null=True)
    count = serializers.IntegerField()


class VisitConflict(Problem):
    """Both versions of the visit, for a person to choose from; of a minor's file that has closed
    to the sender, only what was sent."""

    stored = VisitBody(required=False)
    sent = VisitBody()


class BatchedVisit(VisitBody):
    """One of several visits; its id is the sender's, as in the address of a PUT."""

    id = serializers.UUIDField()


class Outbox(serializers.Serializer):
    """What may stand in the body of a batch; each visit is read by itself."""

    visits = serializers.JSONField()


class VisitBatch(serializers.Serializer):
    visits = BatchedVisit(many=True)


@extend_schema_field(OpenApiTypes.OBJECT)
class Answer(serializers.JSONField):
    """What a PUT would have answered: VisitDetail, VisitConflict or Problem."""


class BatchResult(serializers.Serializer):
    """``status`` and ``answer`` are those of a PUT of this visit."""

    id = serializers.JSONField(allow_null=True)
    status = serializers.IntegerField()
    answer = Answer()


class BatchResults(serializers.Serializer):
    """One result a visit, in the order sent."""

    results = BatchResult(many=True)
