"""Bodies and answers of the evaluation's operations, as the OpenAPI document shows them."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from evaluation.cycles.states import ACTIONS, Act, State

SCORE = "Half-up to 4 decimals."
BY_ID = {"type": "object", "additionalProperties": True}


@extend_schema_field(BY_ID)
class Inputs(serializers.JSONField):
    """Inputs by key, or {"na": true}; decimals are numbers or quoted decimals."""


class StationName(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()


class RubricName(serializers.Serializer):
    id = serializers.CharField()
    version = serializers.CharField()
    digest = serializers.CharField()


class EvaluationRow(serializers.Serializer):
    id = serializers.UUIDField()
    station = StationName()
    year = serializers.IntegerField()
    rubric = RubricName()
    state = serializers.ChoiceField(State.choices)
    due_on = serializers.DateField(allow_null=True)
    next_actor = serializers.CharField(allow_null=True)
    total = serializers.CharField(allow_null=True, help_text=SCORE)
    grade = serializers.CharField(allow_null=True)


class EvaluationPage(serializers.Serializer):
    results = EvaluationRow(many=True)
    next = serializers.URLField(allow_null=True)
    count = serializers.IntegerField()


class AreaScore(serializers.Serializer):
    points = serializers.CharField()
    score = serializers.CharField(allow_null=True, help_text=SCORE)


class IndicatorScore(AreaScore):
    state = serializers.ChoiceField(["SCORED", "NA", "MISSING"])


class RecordsBehind(serializers.Serializer):
    count = serializers.IntegerField()
    url = serializers.CharField(allow_null=True)


class DisputeTrace(serializers.Serializer):
    """Both values of a disputed fact, and the bureau's answer."""

    frozen = Inputs()
    disputed = Inputs()
    reason = serializers.CharField()
    accepted = serializers.BooleanField(allow_null=True)
    ruling = serializers.CharField(allow_blank=True)


class TraceRow(serializers.Serializer):
    indicator = serializers.CharField()
    clause = serializers.CharField()
    rule = serializers.CharField(allow_blank=True)
    inputs = Inputs()
    records = RecordsBehind()
    origin = serializers.ChoiceField(["SEED", "DEFAULT", "COUNTY"])
    score = serializers.CharField(allow_null=True, help_text=SCORE)
    by = serializers.CharField(allow_blank=True, help_text="Roles, joined by +.")
    dispute = DisputeTrace(allow_null=True)


class EvaluationDetail(EvaluationRow):
    may = serializers.ListField(child=serializers.ChoiceField([str(act) for act in ACTIONS]))
    areas = serializers.DictField(child=AreaScore())
    scores = serializers.DictField(child=IndicatorScore())
    base = serializers.CharField(allow_null=True, help_text=SCORE)
    bonus = serializers.CharField(allow_null=True, help_text=SCORE)
    caps = serializers.ListField(child=serializers.CharField())
    vetoes = serializers.ListField(child=serializers.CharField())
    trace = TraceRow(many=True)


class DisputeBody(serializers.Serializer):
    inputs = Inputs()
    reason = serializers.CharField()


class RulingBody(serializers.Serializer):
    accept = serializers.BooleanField()
    reason = serializers.CharField()


class ItemChange(serializers.Serializer):
    """Exactly one of confirm, dispute, inputs (HEAD; of T1-T4 BUREAU), grade, ruling."""

    confirm = serializers.BooleanField(required=False)
    dispute = DisputeBody(required=False)
    inputs = Inputs(required=False)
    grade = serializers.ChoiceField(list("ABCDE"), required=False)
    reason = serializers.CharField(required=False, allow_blank=True)
    ruling = RulingBody(required=False)


class OwnGrade(serializers.Serializer):
    grade = serializers.CharField()
    reason = serializers.CharField(allow_blank=True)


class DisputeAnswer(DisputeBody):
    ruling = RulingBody(allow_null=True)


class EvidenceUpload(serializers.Serializer):
    file = serializers.FileField()


class EvidenceAnswer(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    size = serializers.IntegerField()
    digest = serializers.CharField()


class ItemAnswer(serializers.Serializer):
    indicator = serializers.CharField()
    clause = serializers.CharField()
    facts = Inputs()
    inputs = Inputs()
    confirmed = serializers.BooleanField()
    dispute = DisputeAnswer(allow_null=True)
    grade = OwnGrade(allow_null=True)
    evidence = EvidenceAnswer(many=True)


class DecisionBody(serializers.Serializer):
    indicator = serializers.CharField()
    grade = serializers.ChoiceField(list("ABCDE"))
    reason = serializers.CharField()


class SubmitBody(serializers.Serializer):
    pledge = serializers.BooleanField(help_text="The sheet is true.")


class ReasonBody(serializers.Serializer):
    reason = serializers.CharField()


class AssignBody(serializers.Serializer):
    reviewers = serializers.ListField(child=serializers.UUIDField())


class ReconcileBody(serializers.Serializer):
    decisions = DecisionBody(many=True, required=False)


BODIES = {
    Act.SUBMIT: SubmitBody,
    Act.RETURN: ReasonBody,
    Act.ASSIGN: AssignBody,
    Act.RECUSE: ReasonBody,
    Act.RECONCILE: ReconcileBody,
}
