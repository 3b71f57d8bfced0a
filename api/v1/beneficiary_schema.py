"""Bodies and answers about persons served."""

from typing import Any

from rest_framework import serializers

from kernel.crypto import mask_id_number, mask_name, mask_phone
from kernel.phone import phone_rules
from stations.casework.care_enums import HomelessOutcome
from stations.casework.domain.basis import read_basis
from stations.casework.enums import (
    BasisState,
    Category,
    ConsentKind,
    ConsentState,
    GivenBy,
    NoticeAnswer,
)
from stations.casework.models import Consent
from stations.casework.queries.person import PersonFile
from stations.records.reasons import REASON_LENGTH


class PersonRow(serializers.Serializer):
    """The name in full for the station itself, masked for the bureau.

    A minor's file that is closed to the caller is masked and empty (``is_closed_to_caller``).
    """

    id = serializers.UUIDField()
    name = serializers.CharField()
    household = serializers.UUIDField(allow_null=True)
    station = serializers.CharField()
    division_code = serializers.CharField()
    level = serializers.IntegerField(allow_null=True)
    filed_on = serializers.DateField()
    closed_on = serializers.DateField(allow_null=True)
    is_closed_to_caller = serializers.BooleanField()


class PersonPage(serializers.Serializer):
    results = PersonRow(many=True)
    next = serializers.URLField(allow_null=True)
    count = serializers.IntegerField()


class CategoryRow(serializers.Serializer):
    id = serializers.UUIDField()
    category = serializers.ChoiceField(choices=Category.values)
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True)
    disability_kind = serializers.CharField(allow_blank=True)
    disability_grade = serializers.CharField(allow_blank=True)


class LevelRow(serializers.Serializer):
    id = serializers.UUIDField()
    level = serializers.IntegerField()
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True)


class ConsentRow(serializers.Serializer):
    """``ended_on`` is the day of the withdrawal, null for one that nobody withdrew.

    ``valid_until`` is the last day where one was agreed, ``last_day`` the last one by that or by
    the rules of the kind, null for a consent without end; ``state`` as it stands today.
    """

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=ConsentKind.values)
    text_version = serializers.CharField()
    given_by = serializers.ChoiceField(choices=GivenBy.values)
    duty = serializers.CharField(allow_blank=True)
    valid_from = serializers.DateField()
    valid_until = serializers.DateField(allow_null=True)
    last_day = serializers.DateField(allow_null=True)
    ended_on = serializers.DateField(allow_null=True)
    state = serializers.ChoiceField(choices=ConsentState.values)


class HomelessAidRow(serializers.Serializer):
    """Help to the person without a home; the record itself is one of /homeless-aids."""

    id = serializers.UUIDField()
    met_on = serializers.DateField()
    ended_on = serializers.DateField(allow_null=True)
    outcome = serializers.ChoiceField(choices=HomelessOutcome.values, allow_blank=True)


class PersonDetail(PersonRow):
    """ID number and phone masked; whether there is an address.

    ``service_basis`` and ``sensitive_basis`` say what the service and the keeping of sensitive
    data rest on; from ``service_stopped_on`` on the service has no basis any more (X07).
    The disability of a kind is empty for those who read names masked.
    """

    id_number = serializers.CharField(allow_blank=True)
    phone = serializers.CharField(allow_blank=True)
    has_address = serializers.BooleanField()
    notice_given_on = serializers.DateField(allow_null=True)
    guardian_notice_on = serializers.DateField(allow_null=True)
    guardian_answer = serializers.ChoiceField(choices=NoticeAnswer.values, allow_blank=True)
    withdrawn_at = serializers.DateTimeField(
        allow_null=True, help_text="Set for a file that was opened by mistake."
    )
    service_stopped_on = serializers.DateField(allow_null=True)
    service_basis = serializers.ChoiceField(choices=BasisState.values, allow_blank=True)
    sensitive_basis = serializers.ChoiceField(choices=BasisState.values, allow_blank=True)
    categories = CategoryRow(many=True)
    levels = LevelRow(many=True)
    consents = ConsentRow(many=True)
    homeless_aids = HomelessAidRow(many=True)


class Revealed(serializers.Serializer):
    id_number = serializers.CharField(allow_blank=True)
    phone = serializers.CharField(allow_blank=True)
    address = serializers.CharField(allow_blank=True)


class FileBody(serializers.Serializer):
    station = serializers.CharField(max_length=20)
    name = serializers.CharField(max_length=60)
    division_code = serializers.CharField(max_length=12)
    filed_on = serializers.DateField(required=False, allow_null=True, default=None)
    household = serializers.UUIDField(required=False, allow_null=True, default=None)
    new_household = serializers.BooleanField(
        default=False, help_text="Open a household under the person's name, with the address."
    )
    id_number = serializers.CharField(max_length=18, allow_blank=True, default="")
    phone = serializers.CharField(max_length=phone_rules()["longest"], allow_blank=True, default="")
    address = serializers.CharField(max_length=200, allow_blank=True, default="")
    born_on = serializers.DateField(required=False, allow_null=True, default=None)
    notice_given_on = serializers.DateField(required=False, allow_null=True, default=None)
    consents = serializers.ListField(
        child=serializers.ChoiceField(choices=ConsentKind.values),
        default=list,
        help_text="The person's own word, of the day on which the file is opened.",
    )


class EditBody(serializers.Serializer):
    """The file without what is encrypted, which need not be read for an edit."""

    name = serializers.CharField(max_length=60)
    division_code = serializers.CharField(max_length=12)
    household = serializers.UUIDField(
        required=False, allow_null=True, help_text="Left out, it stays; null for none."
    )
    id_number = serializers.CharField(
        max_length=18, allow_blank=True, default="", help_text="Empty: as it is on file."
    )
    phone = serializers.CharField(
        max_length=phone_rules()["longest"],
        allow_blank=True,
        default="",
        help_text="Empty: as it is on file.",
    )
    address = serializers.CharField(
        max_length=200, allow_blank=True, default="", help_text="Empty: as it is on file."
    )
    born_on = serializers.DateField(
        required=False,
        allow_null=True,
        default=None,
        help_text="Only where no ID number tells it. Empty: as it is on file.",
    )


class ResponsibleBody(serializers.Serializer):
    user = serializers.UUIDField(help_text="A user with a role at the person's station.")


class SearchBody(serializers.Serializer):
    search = serializers.CharField(max_length=60)
    station = serializers.CharField(max_length=20, allow_blank=True, default="")


class RevealBody(serializers.Serializer):
    reason = serializers.CharField(max_length=REASON_LENGTH)


class ConsentBody(serializers.Serializer):
    kind = serializers.ChoiceField(choices=ConsentKind.values)
    given_by = serializers.ChoiceField(choices=GivenBy.values)
    valid_from = serializers.DateField(required=False, allow_null=True, default=None)
    valid_until = serializers.DateField(
        required=False, allow_null=True, default=None, help_text="Only where an end was agreed."
    )
    text_version = serializers.CharField(max_length=20, allow_blank=True, default="")
    guardian_name = serializers.CharField(max_length=60, allow_blank=True, default="")
    guardian_relation = serializers.CharField(max_length=40, allow_blank=True, default="")
    duty = serializers.CharField(max_length=200, allow_blank=True, default="")
    guardian_needed = serializers.BooleanField(
        allow_null=True,
        default=None,
        help_text="Asked of a person's own word where no day of birth is on file.",
    )


class GuardianNoticeBody(serializers.Serializer):
    on = serializers.DateField(required=False, allow_null=True, default=None)
    answer = serializers.ChoiceField(choices=NoticeAnswer.values)
    version = serializers.CharField(max_length=20, allow_blank=True, default="")


class WithdrawBody(serializers.Serializer):
    on = serializers.DateField(required=False, allow_null=True, default=None)
    reason = serializers.CharField(max_length=200)


def shape_row(person: Any, open_names: bool) -> dict[str, Any]:
    """A row of ``persons`` under the names of the API."""
    reads = person.may_read
    return {
        "id": person.uuid,
        "name": person.name if open_names and reads else mask_name(person.name),
        "household": person.household.uuid if person.household and reads else None,
        "station": person.station.code,
        "division_code": person.division_code,
        "level": person.level_now if reads else None,
        "filed_on": person.filed_on,
        "closed_on": person.closed_on,
        "is_closed_to_caller": not reads,
    }


def shape_file(person: Any, file: PersonFile, open_names: bool) -> dict[str, Any]:
    """A file that ``find_beneficiary`` and ``read_file`` gave."""
    reads, basis = person.may_read, read_basis(file.consents)
    return shape_row(person, open_names) | {
        "id_number": mask_id_number(person.id_number) if reads else "",
        "phone": mask_phone(person.phone) if reads else "",
        "has_address": bool(person.address) and reads,
        "notice_given_on": person.notice_given_on,
        "guardian_notice_on": person.guardian_notice_on,
        "guardian_answer": person.guardian_answer,
        "withdrawn_at": person.withdrawn_at,
        "levels": [
            {
                "id": row.uuid,
                "level": row.level,
                "valid_from": row.valid_from,
                "valid_to": row.valid_to,
            }
            for row in file.levels
        ],
        "service_stopped_on": person.service_stopped_on,
        "service_basis": basis.service if reads else "",
        "sensitive_basis": basis.sensitive if reads else "",
        "categories": [
            {
                "id": row.uuid,
                "category": row.category,
                "valid_from": row.valid_from,
                "valid_to": row.valid_to,
                "disability_kind": row.disability_kind if open_names else "",
                "disability_grade": row.disability_grade if open_names else "",
            }
            for row in file.categories
        ],
        "consents": [shape_consent(row) for row in file.consents],
        "homeless_aids": [
            {"id": row.uuid}
            | {name: getattr(row, name) for name in ("met_on", "ended_on", "outcome")}
            for row in file.aids
        ],
    }


def shape_consent(consent: Consent) -> dict[str, Any]:
    """Without the guardian: those names are read on the person's page by the station."""
    names = ["kind", "text_version", "given_by", "duty", "valid_from", "valid_until", "last_day"]
    names += ["ended_on", "state"]
    return {"id": consent.uuid} | {name: getattr(consent, name) for name in names}
