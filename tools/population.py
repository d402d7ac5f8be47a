"""Learn the population prior from the networks that ship and write it into the package: `make population`.

The networks are those drafted from public data, to 2018. Each has a variant without itself. What it was learned on, by
which version and when stands in the file. The fits are those that ship; run `make posteriors` before it. ARGS=0 leaves
out the round in which every network is fitted again, which takes most of the time.
"""

import sys
from dataclasses import replace
from pathlib import Path
from time import perf_counter

from armslength.formatting import markdown_table
from armslength.population.networks import Network, gather
from armslength.population.population import ROUNDS, Population, again, learn_from
from armslength.results.population import PopulationResult
from armslength.scenario import load
from armslength.scenario.population_prior import FILE, LearnedNumber, PopulationPrior, Teacher
from armslength.simulate import keep_compiled_code
from armslength.tables.population_tables import networks_table, spread_table, taught_table
from armslength.writing import write_text
from tools.networks.recipes import recipes

LAST = 2018  # nothing later teaches
PAGE = Path(__file__).parents[1] / "docs" / "generated" / "population.md"


def main(rounds: int = ROUNDS) -> None:
    cases = [load(recipe.name) for recipe in recipes()]
    cases = [case for case in cases if case.as_of.year <= LAST]
    networks, notes = gather(cases, lambda stage, done, total: None)
    keep_compiled_code()
    whole = _learn("all", networks, notes)
    for _ in range(rounds):
        networks = again(networks, whole, _say)
        whole = _learn("all, fitted again", networks, notes)
    teaching = [n for n in networks if n.lesson is not None]
    without = {
        n.case.name: numbers(_learn(f"without {n.case.name}", _but(networks, n), []).result) for n in teaching
    }
    result = whole.result
    made = PopulationPrior(
        model_version=result.model_version,
        version=result.version,
        created=result.created,
        command=f"make population ARGS={rounds}",
        years=result.years,
        networks=tuple(_teacher(n) for n in teaching),
        parameters=numbers(result),
        without=without,
    )
    write_text(FILE, made.to_json())
    write_text(PAGE, page(result, made))
    print(f"{FILE}: {made.provenance}; {len(made.parameters)} parameters")


def page(result: PopulationResult, made: PopulationPrior) -> str:
    """Return the page of what the networks taught."""
    found = result.diagnostics
    said = "converged" if found.converged else f"did not converge: {found.faults}"
    lines = [
        "# What the networks taught",
        "",
        "<!-- Made by `make population`. Do not edit. -->",
        "",
        f"The [population prior](../population.md) that ships: {made.provenance}, by `{made.command}`. The second stage {said} "
        f"(R-hat {found.worst_rhat or 0:.3f}, least effective sample {found.least_ess_bulk or 0:.0f}).",
    ]
    for table in (taught_table(result), spread_table(result), networks_table(result)):
        head = [column.title for column in table.columns]
        lines += [
            "",
            f"## {table.title.rstrip('.')}",
            "",
            markdown_table(head, table.texts()),
            "",
            table.caption,
        ]
    return "\n".join([*lines, *(f"\n{note}" for note in result.notes), ""])


def numbers(result: PopulationResult) -> dict[str, LearnedNumber]:
    """Return the priors of what was learned, by dotted path."""
    return {p.path: LearnedNumber(prior=p.prior, networks=p.networks) for p in result.learned}


def _learn(name: str, networks: list[Network], notes: list[str]) -> Population:
    start = perf_counter()
    made = learn_from(networks, notes)
    found = made.result.diagnostics
    quality = "converged" if found.converged else f"NOT converged: {found.faults}"
    worst, least = found.worst_rhat or 0, found.least_ess_bulk or 0
    print(
        f"{name}: {perf_counter() - start:.0f} s, {len(made.result.learned)} parameters, {quality}, R-hat {worst:.3f}, ESS {least:.0f}",
        flush=True,
    )
    return made


def _say(stage: str, done: int, total: int) -> None:
    print(f"{stage} ({done} of {total})", flush=True)


def _but(networks: list[Network], one: Network) -> list[Network]:
    return [replace(n, lesson=None) if n is one else n for n in networks]


def _teacher(network: Network) -> Teacher:
    case = network.case
    clients = dict.fromkeys(c for i, client in case.clients.items() for c in (i, client.name))
    return Teacher(name=case.name, start=case.start, as_of=case.as_of, clients=tuple(clients))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
