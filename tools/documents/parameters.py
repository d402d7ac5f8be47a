"""`docs/generated/parameters.md`: every number of the model."""

from __future__ import annotations

from collections import Counter

from armslength.parameters import CATALOGUE, PRIORS, SCOPES, Parameter, in_scope
from tools.documents.markdown import page, sentence, table
from tools.documents.recorded import watched

HEAD = ("path", "symbol", "what it is", "unit", "prior", "value", "support", "acts in", "source")
IN_WORDS = {"sample_events": "the draw of events", "initial_state": "the first day", "rung": "the ladder"}


def parameters() -> str:
    """One table a scope, in the order of the catalogue."""
    families = Counter(type(p.prior).family for p in CATALOGUE)
    fixed = families.pop("fixed")
    intro = (
        f"{len(CATALOGUE)} records, of which {fixed} are fixed; a record with `*` in its path holds one number for each client, front, "
        "adversary, commander or tie of a case. A scenario may replace any value or prior "
        "([how](../scenario.md#numbers)). Stylised facts are tested at the values.\n\n"
        "*Acts in* is found by watching the code: the mechanisms whose functions asked for the number, in the order of play "
        "([mechanisms](mechanisms.md)); *the draw of events* is that of each day, *the first day* the state at the start of a "
        "history, *the ladder* its reading.\n\n"
        "A source is a published work ([where they stand](../model.md#references)), a claim of the built-in case (`C41`), a count in "
        "its data, or `assumed`: nothing informs it. *MODEL* means the table of priors that the model was specified with."
    )
    return page("Parameters", intro, _families(), *(_scope(scope) for scope in SCOPES))


def _families() -> str:
    rows = [(f"`{name}`", law.arguments, sentence(law.__doc__)) for name, law in PRIORS.items()]
    return "## Priors\n\n" + table(("family", "arguments", "what it is"), rows)


def _scope(scope: str) -> str:
    return f"## {scope}\n\n" + table(HEAD, [_row(p) for p in in_scope(scope)])


def _row(p: Parameter) -> tuple[str, ...]:
    acts = [IN_WORDS.get(name, name) for name in watched().readers_of_parameter(field_of(p))]
    return (
        f'<a id="{p.path}"></a>`{p.path}`', p.symbol, p.meaning, p.unit, f"`{p.prior}`", f"{p.default:.4g}", _support(p),
        ", ".join(acts), p.source,
    )  # fmt: skip


def field_of(p: Parameter) -> str:
    """Where the code finds a record's number: `clients.autonomy`; a vector over reprisal levels is one field."""
    return f"{p.scope}.{p.name.rsplit('_', 1)[0] if p.per_level else p.name}"


def _support(p: Parameter) -> str:
    low, high = p.support
    if low == -float("inf") and high == float("inf"):
        return "any"
    if high == float("inf"):
        return f"{low:g} or more"
    return f"{low:g} to {high:g}"
