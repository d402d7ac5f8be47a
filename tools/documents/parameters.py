"""`docs/generated/parameters.md`: every number of the model."""

from __future__ import annotations

from collections import Counter

from armslength.formatting import markdown_table as table
from armslength.parameters import PRIORS, Parameter, parse_prior
from armslength.scenario import Scenario
from armslength.scenario.population_prior import shipped_prior
from armslength.world.catalogue import catalogue_of, scopes_of
from tools.documents.markdown import page, sentence
from tools.documents.recorded import Watched, watched
from tools.documents.world import IN_WORDS

HEAD = (
    "path",
    "symbol",
    "what it is",
    "unit",
    "prior",
    "value",
    "support",
    "acts in",
    "source",
    "learned from networks",
)


def parameters(scenario: Scenario | None = None) -> str:
    """Return one table a scope, in the order of the catalogue: of the built-in mechanisms, or of a scenario's."""
    seen = watched(scenario)
    catalogue = catalogue_of(seen.mechanisms)
    families = Counter(type(p.prior).family for p in catalogue)
    fixed = families.pop("fixed")
    intro = (
        f"{len(catalogue)} records, of which {fixed} are fixed; a record with `*` in its path holds one number for each client, front, "
        "adversary, commander or tie of a case. A scenario may replace any value or prior "
        "([how](../scenario.md#numbers)). Stylised facts are tested at the values.\n\n"
        "*Acts in* is found by watching the code: the mechanisms whose functions asked for the number, in the order of play "
        "([mechanisms](mechanisms.md)); *the draw of events* is that of each day, *the first day* the state at the start of a "
        "history, *the ladder* its reading.\n\n"
        "A source is a published work ([where they stand](../model.md#references)), a count in a case's data, or `assumed`: nothing "
        "informs it; where it was judged on the built-in case's claims, `armslength explain axis-2024 PATH` names them. "
        "*MODEL* means the table of priors that the model was specified with.\n\n"
        "*Learned from networks*: the prior that a case starts from with `priors: networks`, and how many networks inform it "
        f"([the population prior](../population.md){_provenance()})."
    )
    tables = (
        f"## {scope}\n\n" + table(HEAD, [_row(seen, p) for p in catalogue if p.scope == scope])
        for scope in scopes_of(catalogue)
    )
    return page("Parameters", intro, _families(), *tables)


def _provenance() -> str:
    found = shipped_prior()
    return "" if found is None else f": {found.provenance}"


def _families() -> str:
    rows = [(f"`{name}`", law.arguments, sentence(law.__doc__)) for name, law in PRIORS.items()]
    return "## Priors\n\n" + table(("family", "arguments", "what it is"), rows)


def _row(seen: Watched, p: Parameter) -> tuple[str, ...]:
    acts = [IN_WORDS.get(name, name) for name in seen.readers_of_parameter(field_of(p))]
    return (
        f'<a id="{p.path}"></a>`{p.path}`',
        p.symbol,
        p.meaning,
        p.unit,
        f"`{p.prior}`",
        f"{p.default:.4g}",
        _support(p),
        ", ".join(acts),
        p.source,
        _learned(p),
    )


def _learned(p: Parameter) -> str:
    """Return the prior that the population prior has for it, and how many networks taught it."""
    found = shipped_prior()
    if found is None or p.path not in found.parameters:
        return ""
    number = found.parameters[p.path]
    prior = parse_prior({family: list(arguments) for family, arguments in number.prior.items()})
    return f"`{prior}`, {number.networks} of {len(found.networks)}"


def field_of(p: Parameter) -> str:
    """Return where the code finds a record's number: `clients.autonomy`; a vector over reprisal levels is one field."""
    return f"{p.scope}.{p.name.rsplit('_', 1)[0] if p.per_level else p.name}"


def _support(p: Parameter) -> str:
    low, high = p.support
    if low == -float("inf") and high == float("inf"):
        return "any"
    if high == float("inf"):
        return f"{low:g} or more"
    return f"{low:g} to {high:g}"
