"""How long the way in takes."""

from collections.abc import Iterable

from site_builder.catalogue import Stage
from site_builder.catalogue.pathway import Condition
from site_builder.catalogue.values import Range

CONDITIONS: dict[Condition, str] = {
    "powers": "Only for roles with police powers.",
    "uniform": "Only for roles with a uniform.",
    "vetting": "Only for roles with background checks.",
    "training": "Only for roles with training.",
    "fitness": "Only for roles with a fitness test.",
    "driving": "Only for roles where you drive.",
    "references": "Only for roles that ask for references.",
    "documents": "Only for roles that ask to see papers.",
    "parent_consent": "Only where a parent or carer must agree.",
    "home": "Only for roles that ask about your home.",
}


def weeks(found: Range) -> str:
    """`1 week`, `6 to 12 weeks`."""
    return f"{found} {'week' if found.most == 1 else 'weeks'}"


def total(stages: Iterable[Stage]) -> str:
    """The usual weeks of all stages together; empty where none tells its own."""
    stages = tuple(stages)
    told = [stage.weeks for stage in stages if stage.weeks]
    if not told:
        return ""
    whole = weeks(Range(least=sum(each.least for each in told), most=sum(each.most for each in told)))
    if len(told) == len(stages):
        return f"The whole way usually takes {whole}."
    return f"The steps with a usual time add up to {whole}. The others vary."
