"""What is said and answered about changes of divisions (division_change.py)."""

from rest_framework import serializers

from api.base.forms import serializer_of
from api.v1.operation import OperationAnswer
from tenants.forms import ReasonForm
from tenants.models import ChangeKind, ChangeState

CODE, NAME = 12, 60
Reject = serializer_of(ReasonForm, "Reject")


class DivisionName(serializers.Serializer):
    """``name`` is empty for a division that is in force, or one that ends."""

    code = serializers.CharField(max_length=CODE, allow_blank=True)
    name = serializers.CharField(max_length=NAME, allow_blank=True, default="")


class DivisionBelow(DivisionName):
    """The code and name of a division below a predecessor; an empty code: it ends."""

    old = serializers.CharField(max_length=CODE)


class NewDivisionChange(serializers.Serializer):
    """Lines of ``predecessors`` and ``successors`` belong to each other for RENAME, TYPE_CHANGE
    and TRANSFER. Divisions that ``below`` does not name follow by themselves."""

    kind = serializers.ChoiceField(ChangeKind.choices)
    effective_on = serializers.DateField()
    document = serializers.CharField(max_length=120, allow_blank=True, default="")
    predecessors = serializers.ListField(child=serializers.CharField(max_length=CODE), default=list)
    successors = DivisionName(many=True, default=list)
    below = DivisionBelow(many=True, default=list)


class DivisionChangeRow(serializers.Serializer):
    """``list``: digest of the newer list that proposed it, null for an operator's own."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(ChangeKind.choices)
    state = serializers.ChoiceField(ChangeState.choices)
    effective_on = serializers.DateField()
    document = serializers.CharField()
    list = serializers.CharField(allow_null=True)
    predecessors = serializers.ListField(child=serializers.CharField())
    successors = DivisionName(many=True)
    below = DivisionBelow(many=True)
    proposed_at = serializers.DateTimeField()
    proposed_by = serializers.CharField()
    decided_at = serializers.DateTimeField(allow_null=True)
    decided_by = serializers.CharField(allow_null=True)
    reason = serializers.CharField()


class DivisionEffect(serializers.Serializer):
    """``kept``: stays as it is, for the county to decide."""

    kind = serializers.CharField()
    subject = serializers.CharField()
    before = serializers.CharField()
    after = serializers.CharField()
    kept = serializers.BooleanField()


class CountyEffects(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()
    effects = DivisionEffect(many=True)


class DivisionPlan(serializers.Serializer):
    """``digest`` is what is given back as ``seen``. ``assumed``: the code was given by rule."""

    digest = serializers.CharField()
    ended = serializers.ListField(child=serializers.JSONField())
    begun = serializers.ListField(child=serializers.JSONField())


class DivisionChangeDetail(DivisionChangeRow):
    """``counties``: what it does, or once carried out did. Of a proposal also its ``plan``, or the
    ``problems`` that stand against it; ``operation`` while a worker carries it out."""

    plan = DivisionPlan(allow_null=True)
    counties = CountyEffects(many=True)
    problems = serializers.ListField(child=serializers.CharField())
    operation = serializers.UUIDField(allow_null=True)


class DivisionChangePage(serializers.Serializer):
    results = DivisionChangeRow(many=True)
    next = serializers.URLField(allow_null=True)
    count = serializers.IntegerField()


class SeenPlan(serializers.Serializer):
    seen = serializers.CharField(max_length=64)


class DivisionListRow(serializers.Serializer):
    """A newer list: its digest, when it takes effect, and its open proposals."""

    list = serializers.CharField()
    effective_on = serializers.DateField()
    changes = serializers.IntegerField()


class DivisionListPage(serializers.Serializer):
    results = DivisionListRow(many=True)
    count = serializers.IntegerField()


class DivisionListDetail(serializers.Serializer):
    """The open proposals in the order in which they are carried out, and the operation that last
    found out, or is finding out, what all of them do (its result has a row a change)."""

    changes = DivisionChangeRow(many=True)
    preview = OperationAnswer(allow_null=True)


class SeenPreview(serializers.Serializer):
    """``preview``: id of the finished operation whose findings were read."""

    preview = serializers.UUIDField()
