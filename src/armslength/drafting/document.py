"""`DRAFT.md`: what was drafted, each decision with its rule and what to look at, the priors and how good their sources are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from armslength.drafting.decisions import HIGH, LOW, MEDIUM, Decision
from armslength.drafting.endpoint import endpoint_of
from armslength.drafting.plan import Plan
from armslength.drafting.support import SupportTable
from armslength.importing.import_events import Imported
from armslength.scenario.grades import grade_of
from armslength.scenario.scenario import Scenario

DOUBT = {HIGH: "high", MEDIUM: "medium", LOW: "low"}


def document(
    scenario: Scenario,
    plan: Plan,
    imported: Imported,
    table: SupportTable | None,
    made: Iterable[Decision],
    open_questions: Iterable[str],
) -> str:
    """Return the document as Markdown; the same data and options give the same text."""
    lines = [
        f"# Draft: {scenario.title}",
        "",
        f"{len(plan.clients)} clients, {len(plan.adversaries)} adversaries, {len(plan.fronts)} fronts, {len(scenario.events):,} events "
        f"from {plan.case.start} to {plan.case.end}. Drafted by rules; no number is invented, and nothing here is checked by a person yet.",
        "",
        "## Where each row went",
        "",
        *(f"- {number:,} {what}" for what, number in imported.counts.items()),
        "",
        "`rows.csv` has each row with its line, and the event or the reason.",
        "",
        "## Decisions, most doubtful first",
        "",
    ]
    for number, d in enumerate(made, start=1):
        lines += [
            f"### {number}. {d.title} (doubt: {DOUBT[d.doubt]})",
            "",
            f"- **Decided:** {d.what}",
            f"- **Rule:** {d.rule}",
            f"- **Look at:** {d.look}",
            "",
        ]
    lines += [*_endpoint(plan), *_unlisted(imported), *_priors(scenario)]
    lines += ["## What these data cannot answer", "", *(f"- {sentence}" for sentence in open_questions), ""]
    lines += ["## Sources", "", f"- {imported.vintage.citation}"]
    if table is not None:
        lines.append(f"- {table.citation}")
    return "\n".join([*lines, ""])


def _endpoint(plan: Plan) -> Iterator[str]:
    chosen = endpoint_of(plan)
    yield from ("## The endpoint", "")
    yield f"Clashes on {chosen.front} in the next {chosen.horizon} days, by CRPS against the {chosen.baseline}. {chosen.reason}"
    yield ""


def _unlisted(imported: Imported) -> Iterator[str]:
    if imported.unlisted:
        yield from (
            "## Names that meet a client and are nobody in the case",
            "",
            "| rows | name |",
            "|---|---|",
        )
        yield from (f"| {number} | {name} |" for name, number in imported.unlisted[:30])
        yield ""


def _priors(scenario: Scenario) -> Iterator[str]:
    """Yield the priors of the actors' own numbers, and how many of the model's rest on what."""
    claims = [claim.id for claim in scenario.claims]
    sites = list(scenario.sites())
    yield from ("## Priors", "", "| rests on | numbers |", "|---|---|")
    grades = Counter(grade_of(site.source, claims) for site in sites)
    yield from (
        f"| {grade} | {number} |" for grade, number in sorted(grades.items(), key=lambda g: (-g[1], g[0]))
    )
    yield ""
    yield from ("| number | prior | value | source | rests on |", "|---|---|---|---|---|")
    grouped: dict[tuple[str, str, str, str], list[str]] = {}
    for site in sites:
        scope, *actor, number = site.name.split(".")
        if scope in ("clients", "fronts", "adversaries"):
            said = (f"{scope}.*.{number}", str(site.prior), f"{site.value:.3g}", site.source)
            grouped.setdefault(said, []).append(".".join(actor))
    alike = Counter(path for path, *_ in grouped)
    for (path, prior, value, source), actors in grouped.items():
        shown = path if alike[path] == 1 else path.replace("*", ", ".join(actors))
        yield f"| `{shown}` | {prior} | {value} | {source} | {grade_of(source, claims)} |"
    yield from ("", "`armslength explain . NUMBER` says more of each.", "")
