"""The county's own years of retention, names of stages, gates and templates of a visit, kept at
its hub."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from kernel.listing import list_words
from stations.casework.custody_enums import RuleTopic
from stations.casework.custody_rules import load_retention
from stations.casework.data_file import read_data
from stations.casework.domain.county_rule import set_county_rule
from stations.casework.enums import CaseKind, Stage
from stations.casework.gates import CLOSED, NEVER, Gate, all_gates
from stations.casework.models import CountyRule
from stations.casework.queries.county_rule import rule_in_force
from stations.casework.registers.parts import at_hub
from stations.casework.rules import view_processing, write_processing
from stations.casework.visit_templates import HIDDEN, OFFERED, visit_templates
from stations.records.register import Column, EntryForm, Register
from stations.records.register.column import NOTHING

YEARS = {
    "case_adult_years": _("Case of an adult: years from its closure"),
    "case_minor_until_age": _("Case of a minor: until this age"),
    "case_minor_years": _("Case of a minor: years after that age"),
    "visit_years": _("Visits: years"),
    "need_years": _("Needs: years"),
    "consent_years": _("Consents: years from the withdrawal"),
    "processing_years": _("Processing activities: years from their end"),
}
STEPS = [
    *((stage.value, stage.label) for stage in Stage if stage != Stage.INTAKE),
    (CLOSED, _("Closure of the case")),
    (NEVER, _("Not asked for")),
]


def label_of(gate: Gate) -> Any:
    """What is asked for, by which clause, of which cases."""
    kinds = [CaseKind(kind).label for kind in gate.cases]
    return format_lazy("{} ({}) · {}", gate.label, gate.norm, lazy(list_words, str)(kinds))


@dataclass(frozen=True)
class Chosen(Column):
    """One of the choices: the API gives its code, a page its name."""

    choices: tuple[tuple[str, Any], ...] = ()

    def show(self, record: Any, opens: bool) -> str:
        return str(dict(self.choices).get(self.value(record, opens), NOTHING))


class RuleForm(EntryForm):
    """A rule begins as it holds now; it says by which decision it changes."""

    topic: RuleTopic

    def prepare(self) -> None:
        self.initial = {**current(self.topic), **self.initial}


def current(topic: RuleTopic) -> dict[str, Any]:
    """Each key of a topic with what holds now."""
    if topic == RuleTopic.RETENTION:
        rules = load_retention()
        return {
            key: rules[kind][name] for key in YEARS for kind, _sep, name in [key.partition("_")]
        }
    if topic == RuleTopic.GATES:
        own = rule_in_force(topic)
        return {gate.key: own.get(gate.key, gate.before) for gate in all_gates()}
    if topic == RuleTopic.TEMPLATES:
        own = rule_in_force(topic)
        return {template.key: own.get(template.key, OFFERED) for template in visit_templates()}
    return rule_in_force(topic)


def form_of(topic: RuleTopic, fields: Mapping[str, forms.Field]) -> type[RuleForm]:
    """The form of a topic: a field for each key, and the decision."""
    decision = forms.CharField(label=_("By which decision"), max_length=200)
    held = {"topic": topic, **fields, "decision": decision}
    return type(f"{topic.capitalize()}Form", (RuleForm,), held)


def register_of(topic: RuleTopic, noun: str, one: Any, fields: Mapping[str, forms.Field]) -> Any:
    """The versions of a topic, the newest first: the first that stands holds."""
    return Register(
        noun=noun,
        app="casework",
        model=CountyRule,
        title=topic.label,
        one=one,
        columns=(Column("received_at"), Column("by_name"), Column("decision")),
        details=tuple(_column(key, field) for key, field in fields.items()),
        form=form_of(topic, fields),
        enter=partial(set_county_rule, topic=topic),
        view=at_hub(view_processing("")),
        write=at_hub(write_processing("")),
        only=Q(topic=topic),
        icon="settings",
        empty=_("The product's own rule holds until the county enters another."),
    )


def _column(key: str, field: forms.Field) -> Column:
    read = partial(_read, key)
    if isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        return Chosen(key, field.label, read=read, choices=tuple(choices))
    kind = int if isinstance(field, forms.IntegerField) else str
    return Column(key, field.label, read=read, kind=kind)


def _read(key: str, rule: CountyRule) -> Any:
    return rule.content.get(key)


BOUNDS = read_data("county_rules")["retention"]

RETENTION: Register = register_of(
    RuleTopic.RETENTION,
    "retention-rules",
    _("Rule of retention"),
    {
        key: forms.IntegerField(label=label, min_value=BOUNDS[key][0], max_value=BOUNDS[key][1])
        for key, label in YEARS.items()
    },
)

STAGES: Register = register_of(
    RuleTopic.STAGES,
    "stage-names",
    _("Rule on the names of the stages"),
    {
        stage.value: forms.CharField(
            label=stage.label,
            max_length=read_data("county_rules")["stage_length"],
            required=False,
            help_text=_("Empty: the name as it stands here."),
        )
        for stage in Stage
    },
)

GATES: Register = register_of(
    RuleTopic.GATES,
    "gate-rules",
    _("Rule on the gates"),
    {
        gate.key: forms.ChoiceField(
            label=label_of(gate), choices=STEPS, help_text=_("Before which step it must be done.")
        )
        for gate in all_gates()
    },
)

TEMPLATES: Register = register_of(
    RuleTopic.TEMPLATES,
    "visit-template-rules",
    _("Rule on the templates of a visit"),
    {
        template.key: forms.ChoiceField(
            label=format_lazy("{}", template.label),
            choices=[(OFFERED, _("Offered")), (HIDDEN, _("Hidden in this county"))],
            help_text=_("Visits recorded with it stay as they are."),
        )
        for template in visit_templates()
    },
)
