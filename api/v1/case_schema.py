"""What is said and answered about cases (case.py)."""

from rest_framework import serializers

from stations.casework.care_enums import CapabilityOutcome
from stations.casework.domain.case_end import ASKED_FOR
from stations.casework.enums import (
    CaseAct,
    CaseKind,
    CaseUnit,
    ClosureReason,
    DocumentKind,
    Problem,
    Stage,
)
from stations.records.forms import longest


class NewCase(serializers.Serializer):
    """``beneficiary`` is a person on file; the case belongs to that person's station.

    ``household`` is for a case of unit HOUSEHOLD: null for the one where the person lives.
    """

    beneficiary = serializers.UUIDField()
    title = serializers.CharField(max_length=200)
    problem = serializers.ChoiceField(Problem.choices)
    unit = serializers.ChoiceField(CaseUnit.choices, default=CaseUnit.PERSON)
    household = serializers.UUIDField(allow_null=True, default=None)
    kind = serializers.ChoiceField(CaseKind.choices, default=CaseKind.ORDINARY)
    opened_on = serializers.DateField()
    responsible = serializers.UUIDField(allow_null=True, default=None)


class NameHousehold(serializers.Serializer):
    household = serializers.UUIDField()


class NewDocument(serializers.Serializer):
    kind = serializers.ChoiceField(DocumentKind.choices)
    body = serializers.CharField(max_length=longest("document"), allow_blank=True, default="")
    sections = serializers.DictField(
        default=dict,
        help_text="What the kind of document asks for (INTAKE_FORM, CRISIS_PLAN, PROCESS_RECORD,"
        " PLAN, LIFE_REVIEW): texts, the key of an option, or several keys.",
    )
    written_on = serializers.DateField()
    signed = serializers.BooleanField(default=False)


class Advance(serializers.Serializer):
    """``to`` is the stage that follows, so that a call sent twice does not skip one."""

    to = serializers.ChoiceField(Stage.choices)


class Withdraw(serializers.Serializer):
    reason = serializers.CharField(max_length=longest("text"))
    on = serializers.DateField()


class Refer(Withdraw):
    receiver = serializers.CharField(max_length=120)


class RequestClosure(serializers.Serializer):
    closure_reason = serializers.ChoiceField([(each.value, each.label) for each in ASKED_FOR])


class SignClosure(serializers.Serializer):
    on = serializers.DateField()


class Reason(serializers.Serializer):
    reason = serializers.CharField(max_length=longest("text"))


class NewFollowUp(serializers.Serializer):
    due_on = serializers.DateField()


class FollowUpDone(serializers.Serializer):
    done_on = serializers.DateField()
    note = serializers.CharField(max_length=longest("text"))


class Person(serializers.Serializer):
    """``name`` is masked for whoever may not read it."""

    id = serializers.UUIDField()
    name = serializers.CharField()


class CaseRow(serializers.Serializer):
    """``title`` and ``receiver`` are null for whoever may not read them; ``household`` is that of
    a household's case."""

    id = serializers.UUIDField()
    station = serializers.CharField()
    beneficiary = Person()
    title = serializers.CharField(allow_null=True)
    unit = serializers.ChoiceField(CaseUnit.choices)
    household = Person(allow_null=True)
    kind = serializers.ChoiceField(CaseKind.choices)
    problem = serializers.ChoiceField(Problem.choices)
    responsible = serializers.CharField(allow_null=True)
    stage = serializers.ChoiceField(Stage.choices)
    opened_on = serializers.DateField()
    closed_on = serializers.DateField(allow_null=True)
    closure_reason = serializers.ChoiceField(ClosureReason.choices, allow_null=True)
    receiver = serializers.CharField(allow_null=True)


class CasePage(serializers.Serializer):
    results = CaseRow(many=True)
    next = serializers.URLField(allow_null=True)
    count = serializers.IntegerField()


class Document(serializers.Serializer):
    id = serializers.UUIDField()
    kind = serializers.ChoiceField(DocumentKind.choices)
    body = serializers.CharField(allow_null=True)
    sections = serializers.DictField(allow_null=True)
    written_on = serializers.DateField()
    signed = serializers.BooleanField()


class Step(serializers.Serializer):
    act = serializers.ChoiceField(CaseAct.choices)
    from_stage = serializers.CharField(allow_null=True)
    to_stage = serializers.ChoiceField(Stage.choices)
    at = serializers.DateTimeField()
    by = serializers.CharField()
    reason = serializers.CharField(allow_null=True)


class FollowUp(serializers.Serializer):
    id = serializers.UUIDField()
    due_on = serializers.DateField()
    done_on = serializers.DateField(allow_null=True)
    note = serializers.CharField(allow_null=True)


class MissingStep(serializers.Serializer):
    """Either a ``document`` to be written, or the capability ``check`` with this outcome."""

    document = serializers.ChoiceField(DocumentKind.choices, allow_null=True)
    check = serializers.ChoiceField(CapabilityOutcome.choices, allow_null=True)
    clause = serializers.CharField()


class Volume(serializers.Serializer):
    """What a closure left in the archive (/archive-volumes)."""

    id = serializers.UUIDField()
    number = serializers.CharField()
    filed_on = serializers.DateField()
    withdrawn_at = serializers.DateTimeField(allow_null=True)


class CaseDetail(CaseRow):
    """``next`` is the stage that follows, CLOSED after the last, null for a closed case.

    ``withdrawn_at`` is null unless the case was opened by mistake.
    """

    withdrawn_at = serializers.DateTimeField(allow_null=True)

    next = serializers.CharField(allow_null=True)
    missing = MissingStep(many=True)
    closure_requested_by = serializers.CharField(allow_null=True)
    documents = Document(many=True)
    steps = Step(many=True)
    follow_ups = FollowUp(many=True)
    volumes = Volume(many=True)
