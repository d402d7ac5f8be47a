"""A page for each drafted case: what it is, what it leaves out, how well it forecasts.

python -m tools.networks.pages        # writes docs/cases/
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from armslength.fitting.at_hand import shipped_file
from armslength.fitting.posterior import read_posterior
from armslength.formatting import markdown_table as table
from armslength.parameters.priors import Fixed
from armslength.results.scores import MODEL, CountScores, Skill
from armslength.scenario import Scenario, check, load
from tools.networks.backtests import RIVALS, SCORES, CaseScores
from tools.networks.recipes import Recipe, recipes

PAGES = Path("docs/cases")
MAIN, MEAN = RIVALS
MONTH = "28 days"


def page(recipe: Recipe) -> str:
    """Return the page of one case."""
    case = load(recipe.name)
    parts = [
        f"# {case.title}",
        f"`{case.name}` · {case.start} to {case.as_of}, by the {case.step} · {case.question}",
        recipe.about.strip(),
        "## Who is in it",
        table(("client", "patrons"), clients(case)),
        "",
        table(("front", "deadly clashes", "counted"), fronts(case)),
        "A deadly clash is one that killed somebody by some estimate; who attacked is not coded, so that a front on which the adversary is on "
        "the offensive looks as busy as one on which the client is.",
        "## What it leaves out",
        "\n".join(f"- {what}" for what in recipe.leaves_out),
        "The support data give kinds of support by year, for years of armed conflict; what stands for the years between is `assumed`. No order, "
        "visit, reprisal or truce is coded. What it cannot answer, by `armslength check`:",
        "\n".join(f"- {sentence}" for sentence in check(case.name).cannot_answer),
        "## How well it forecasts",
        *forecasts(recipe.name),
        "## What the fit learned",
        learned(case),
        "## Sources",
        "\n".join(f"- {source.citation}" for source in case.sources.values() if source.citation),
        "Drafted by `armslength draft` with a list of actors that a person corrected; each decision, with its rule and what to look at, stands in "
        f"[DRAFT.md](../../src/armslength/cases/{case.name}/DRAFT.md). "
        f"Try it: `armslength forecast {case.name}`.",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def clients(case: Scenario) -> Iterator[tuple[str, str]]:
    """Yield each client with who supported it, and when."""
    for client in case.clients.values():
        yield client.name, client.description.removeprefix("Supported by ").rstrip(".") or "none"


def fronts(case: Scenario) -> Iterator[tuple[str, str, str]]:
    """Yield each front with its clashes and the days over which they are counted."""
    primary = {
        s for s, series in case.series.items() if series.primary is not False and len(series.fronts) == 1
    }
    clashes: Counter[str] = Counter()
    for event in case.events:
        for touched in event.fronts:
            clashes[touched] += event.count or 0 if event.series in primary else 0
    for front in case.fronts.values():
        days = [e for e in case.events if e.fronts == (front.id,) and e.series in primary]
        yield front.name, f"{clashes[front.id]:,}", f"{days[0].date} to {days[-1].end_date}"


def scores_of(name: str) -> CaseScores:
    """Return the measured scores of a case."""
    path = SCORES / f"{name}.json"
    return CaseScores.from_json(path.read_text(encoding="utf-8"), str(path))


def forecasts(name: str) -> Iterator[str]:
    """Yield the scores in words and tables."""
    kept = scores_of(name)
    first, last, number = kept.origins[0], kept.origins[-1], len(kept.origins)
    yield (
        f"Measured on {kept.measured} by `python -m tools.networks.backtests {name}`: the model is fitted (`--quick`) to the record up to "
        f"{kept.fitted_to} and forecasts from {number} days, {first} to {last}, at least four weeks apart, with what was counted by each. "
        "UCDP compiled the record later, so this is a retrospective test. CRPS in clashes, lower is better; skill is 1 less the ratio to the "
        "baseline, with its 90 % interval over occasions. Four weeks on the first front were declared beforehand; all other verdicts bear Holm's correction for "
        "so many comparisons, so that an interval above zero may still read *no skill shown*."
    )
    rows = [row(s, kept.names) for s in kept.counts]
    yield table(
        (
            "front",
            "window",
            "mean count",
            "CRPS: model",
            MAIN,
            MEAN,
            f"skill against the {MAIN}",
            "in 50 %",
            "in 90 %",
        ),
        rows,
    )


def row(scores: CountScores, names: Mapping[str, str]) -> tuple[str, ...]:
    """Return one front and window."""
    own = scores.forecasters[MODEL]
    return (
        names[scores.target],
        scores.horizon,
        f"{scores.observed_mean:.2f}",
        f"{own.crps:.2f}",
        *(f"{scores.forecasters[b].crps:.2f}" for b in RIVALS),
        verdict(scores.against(MAIN, "crps")),
        f"{own.in_50:.0%}",
        f"{own.in_90:.0%}",
    )


def verdict(skill: Skill | None) -> str:
    """Return skill, interval and verdict of a comparison."""
    if skill is None or skill.skill is None:
        return "the baseline is never wrong"
    shown = f" ({skill.low:+.2f} to {skill.high:+.2f})" if skill.low is not None else ""
    return f"{skill.skill:+.2f}{shown}: {skill.verdict}"


def learned(case: Scenario) -> str:
    """Return what the shipped fit taught."""
    posterior = read_posterior(shipped_file(case.name))
    uncertain = sum(not isinstance(site.prior, Fixed) for site in case.sites())
    return (
        f"The fit that ships is a Gaussian at the mode (`fit --quick`). It informs {len(posterior.names)} of {uncertain} uncertain parameters; "
        "the others are *prior only*. "
        f"`armslength fit {case.name}` samples them instead."
    )


def declared(case: Scenario, counts: Sequence[CountScores]) -> CountScores | None:
    """Return the scores of the declared front four weeks ahead; None where it was not counted in the second half."""
    fronts = ";".join(case.endpoint.fronts) if case.endpoint else ""
    return next((s for s in counts if s.target == fronts and s.horizon == MONTH), None)


def index() -> str:
    """Return the page that lists them."""
    rows = []
    for recipe in recipes():
        case = load(recipe.name)
        main = declared(case, scores_of(recipe.name).counts)
        rows.append(
            (
                f"[{case.title}]({case.name}.md)",
                str(len(case.clients)),
                str(len(case.fronts)),
                f"{case.start.year}-{case.as_of.year}",
                verdict(main.against(MAIN, "crps")) if main else "not counted in the second half",
                verdict(main.against(MEAN, "crps")) if main else "",
                f"{main.forecasters[MODEL].in_90:.0%}" if main else "",
            )
        )
    return (
        "\n\n".join(
            (
                "# Ten cases from public data",
                "Drafted by `armslength draft` from UCDP's events and support data, with lists of actors that a person corrected. They are made to learn "
                "from and to be scored on: each page says what the case is, what it leaves out and how well it forecasts. Nothing in them is later than "
                "2018. `armslength list` names them; `python -m tools.networks.draft GED_FOLDER ESD_FILE` makes them again from UCDP's files.",
                table(
                    (
                        "case",
                        "clients",
                        "fronts",
                        "years",
                        f"skill at four weeks against the {MAIN}",
                        "against the historical mean",
                        "inside 90 %",
                    ),
                    rows,
                ),
                "Skill on the declared front of each, by CRPS, with its 90 % interval over occasions; the second half of each record is forecast from a fit "
                "to the first. Against the historical mean the verdict bears Holm's correction for all that was compared, so that an interval above zero may still read *no skill shown*. One case is one network: what holds over networks is another question.",
            )
        )
        + "\n"
    )


def main() -> None:
    """Write the pages."""
    PAGES.mkdir(exist_ok=True)
    for recipe in recipes():
        (PAGES / f"{recipe.name}.md").write_text(page(recipe), encoding="utf-8")
    (PAGES / "README.md").write_text(index(), encoding="utf-8")


if __name__ == "__main__":
    main()
