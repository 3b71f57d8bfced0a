"""Checks of an indicator's formula: methods, their inputs and numbers, and when parts count."""

from fractions import Fraction

from evaluation.rubrics.errors import RubricError
from evaluation.scoring.indicator import Indicator, InputSpec, Parameter, Part
from evaluation.scoring.methods import METHODS, Method
from evaluation.scoring.numbers import decimal_text

CONTROLS = {"weight", "when_at_least"}
# A county may set a number anywhere within its bounds: nothing may then be divided by 0.
DIVISORS = {"full", "weight", "window", "least", "full_share"}


def check_parts(indicator: Indicator, tracks: list[str], file: str) -> None:
    """Checks every part of an indicator, and that its points can be earned on every track."""
    names = [part.name for part in indicator.parts]
    for index, part in enumerate(indicator.parts):
        key = f"parts[{index}]"
        if part.name in names[:index]:
            raise RubricError(file, f"{key}.name", f"{part.name} stands twice")
        if part.unless is not None and part.unless not in names[:index]:
            raise RubricError(file, f"{key}.unless", f"{part.unless} is no part before this one")
        for track in part.tracks:
            if track not in tracks:
                raise RubricError(file, f"{key}.tracks", f"unknown track {track}")
        _check_condition(part, indicator, file, key)
        _check_method(part, indicator, file, key)
    weighed = [part for part in indicator.parts if part.parameter("weight")]
    if weighed and len(weighed) != len(indicator.parts):
        raise RubricError(file, "parts", "weight stands at all parts or at none")
    if len(indicator.parts) > 1 and any(part.empty == "NA" for part in indicator.parts):
        raise RubricError(file, "parts", "empty: NA needs a part that stands alone")
    for track in tracks:
        if not _always_counts(indicator, track):
            raise RubricError(file, "parts", f"no part is sure to count on {track}")
    _check_all_used(indicator, file)


def _always_counts(indicator: Indicator, track: str) -> bool:
    """Whether on this track some part counts whatever is given."""
    parts = indicator.parts_on(track)
    sure = [part for part in parts if part.empty != "LEFT_OUT"]
    names = {part.name for part in sure}
    return any(not part.when and (not part.unless or part.unless in names) for part in sure)


def _check_all_used(indicator: Indicator, file: str) -> None:
    used = {key for part in indicator.parts for key in (*part.inputs, part.when)}
    for index, spec in enumerate(indicator.inputs):
        if spec.key not in used:
            raise RubricError(file, f"inputs[{index}].key", f"no part uses {spec.key}")


def _check_condition(part: Part, indicator: Indicator, file: str, key: str) -> None:
    at_least = part.parameter("when_at_least")
    if part.when is None:
        if at_least:
            raise RubricError(file, f"{key}.when", "missing beside when_at_least")
        return
    spec = indicator.input(part.when)
    wanted = ("count", "decimal") if at_least else ("flag",)
    if spec is None or spec.type not in wanted:
        raise RubricError(file, f"{key}.when", f"{part.when} is no input of {' or '.join(wanted)}")


def _check_method(part: Part, indicator: Indicator, file: str, key: str) -> None:
    method = METHODS.get(part.method)
    if method is None:
        known = ", ".join(METHODS)
        raise RubricError(file, f"{key}.method", f"unknown method {part.method}; known are {known}")
    specs = [_input(indicator, each, file, key) for each in part.inputs]
    if len(specs) < len(method.reads) - method.optional_reads or (
        len(specs) > len(method.reads) and not method.more
    ):
        message = f"{part.method} reads {len(method.reads)} inputs, given {len(specs)}"
        raise RubricError(file, f"{key}.inputs", message)
    for index, spec in enumerate(specs):
        types = method.reads[index] if index < len(method.reads) else method.more
        if spec.type not in types:
            message = f"{part.method} reads {' or '.join(types)}, {spec.key} is {spec.type}"
            raise RubricError(file, f"{key}.inputs[{index}]", message)
    _check_parameters(part, method, specs, file, key)


def _input(indicator: Indicator, name: str, file: str, key: str) -> InputSpec:
    spec = indicator.input(name)
    if spec is None:
        raise RubricError(file, f"{key}.inputs", f"{name} is no input of {indicator.id}")
    return spec


def _check_parameters(
    part: Part, method: Method, specs: list[InputSpec], file: str, key: str
) -> None:
    required = set(method.required)
    if method.per == "choice":
        required |= {each.id for each in specs[0].choices}
    if method.per == "level":
        required |= {f"level_{level + 1}" for level in range(specs[0].max_level or 0)}
    credits = {each.id for each in specs[0].choices} | {"late_factor"}
    names = [each.name for each in part.parameters]
    for index, parameter in enumerate(part.parameters):
        at = f"{key}.parameters[{index}]"
        if parameter.name in names[:index]:
            raise RubricError(file, at, f"{parameter.name} stands twice")
        if parameter.name not in required | set(method.optional) | CONTROLS:
            known = ", ".join(sorted(required | set(method.optional) | CONTROLS))
            message = f"unknown parameter {parameter.name}; {part.method} takes {known}"
            raise RubricError(file, f"{at}.name", message)
        check_parameter(parameter, file, at)
        if parameter.name in credits and most(parameter) > 1:
            raise RubricError(file, f"{at}.value", f"{parameter.name} can be more than 1")
    for name in sorted(required - set(names)):
        raise RubricError(file, f"{key}.parameters", f"{part.method} needs {name}")
    _check_line(part, file, key)


def check_parameter(parameter: Parameter, file: str, key: str) -> None:
    """Checks one number: a SEED names its clause, any other its bounds."""
    if parameter.origin == "SEED":
        if not parameter.clause:
            raise RubricError(file, f"{key}.clause", "missing: a SEED number names its clause")
        if parameter.min is not None or parameter.max is not None:
            raise RubricError(file, f"{key}.min", "a SEED number cannot be changed: no bounds")
    elif parameter.min is None or parameter.max is None:
        name = "min" if parameter.min is None else "max"
        raise RubricError(file, f"{key}.{name}", f"missing: a {parameter.origin} number has bounds")
    elif not 0 <= parameter.min <= parameter.value <= parameter.max:
        bounds = f"{decimal_text(parameter.min)} to {decimal_text(parameter.max)}"
        message = f"{decimal_text(parameter.value)} is not within {bounds}"
        raise RubricError(file, f"{key}.value", message)
    if parameter.name in DIVISORS and least(parameter) <= 0:
        raise RubricError(file, f"{key}.value", f"{parameter.name} must stay above 0")


def least(parameter: Parameter) -> Fraction:
    """The least value the number can take in any county."""
    return parameter.value if parameter.min is None else parameter.min


def most(parameter: Parameter) -> Fraction:
    """The greatest value the number can take in any county."""
    return parameter.value if parameter.max is None else parameter.max


def _check_line(part: Part, file: str, key: str) -> None:
    low, high = part.parameter("low"), part.parameter("high")
    lowest_high = least(high) if high else Fraction(1)
    highest_low = most(low) if low else Fraction(0)
    if (low or high) and highest_low >= lowest_high:
        reach, fall = decimal_text(highest_low), decimal_text(lowest_high)
        message = f"low can reach {reach}, high can fall to {fall}"
        raise RubricError(file, f"{key}.parameters", message)
