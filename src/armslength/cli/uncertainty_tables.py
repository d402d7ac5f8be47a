"""Tables and sentences of deep uncertainty."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from rich.markup import escape
from rich.table import Table

from armslength.cli.console import plain_table
from armslength.formatting import number, percent


def sensitivity_tables(d: dict[str, Any]) -> Iterator[Any]:
    """Screening, then indices."""
    about = f"{d['outcome']} within {d['window_days']} days, {d['scale']}"
    top = d["screening"][: 2 * len(d["sobol"])]
    yield _table(
        f"Screening: mean effect over the whole range ({about}); chance alone would give {number(top[0]['noise'])}",
        ("parameter", "effect", "± (95 %)"), [(r["name"], number(r["effect"]), number(r["error"])) for r in top],
    )  # fmt: skip
    yield _table(
        f"Sobol indices of the expected outcome, ± 95 % ({d['samples']} samples: {d['verdict']})",
        ("factor", "alone", "±", "with interactions", "±"),
        [(i["name"], *(percent(max(i[k], 0)) for k in ("first", "first_error", "total", "total_error"))) for i in d["sobol"]],
    )  # fmt: skip
    yield f"Of the variance of one future, {percent(d['chance'])} is chance: no parameter explains it."


def discovery_tables(d: dict[str, Any]) -> Iterator[Any]:
    """The sentence, then the limits."""
    yield d["words"]
    if d["limits"]:
        rows = [
            (
                x["name"],
                *("-" if x[k] is None else f"{x[k]:.3g}" for k in ("low", "high")),
                f"{x['least']:.3g} to {x['most']:.3g}",
            )
            for x in d["limits"]
        ]
        yield _table("The box", ("parameter", "above", "below", "all draws"), rows)
    yield f"Measured on draws that the box was not cut to, {d['futures']:,} futures in which it happens. A box is an association under these assumptions, not a cause."


def robust_tables(d: dict[str, Any]) -> Iterator[Any]:
    """Four rules, without and with the war term; where each wins; the dilemma."""
    for key, said in (
        ("without_war", "without the war term"),
        ("with_war", "with the war term, whose hazard is assumed"),
    ):
        r = d[key]
        rows = [
            (s["strategy"], number(s["expected"]), number(s["worst"]), number(s["regret"]), percent(s["satisfied"]), percent(s["best_in"]))
            for s in sorted(r["standings"], key=lambda s: s["expected"])
        ]  # fmt: skip
        yield _table(
            f"Burden in deaths over {d['days']} days, {said}",
            ("strategy", "expected", "worst", "regret", "no worse", "best in"),
            rows,
        )
        yield (
            "Chosen: "
            + "; ".join(f"{rule}: {name}" for rule, name in r["chosen"].items())
            + ("." if r["agree"] else ". The rules disagree.")
        )
    for row in d["where_best"]:
        where = "; ".join(
            f"{w['name']} {'higher' if w['moved'] > 0 else 'lower'} (median {w['median_here']:.2g}, elsewhere {w['median_elsewhere']:.2g})"
            for w in row["where"]
        )
        yield f"{row['strategy']} is best in {percent(row['best_in'])} of draws" + (
            f", where {where}." if where else ", nowhere in particular."
        )
    yield _table(
        "The patron's dilemma: own revenue of the clients multiplied (median, 90 % over parameters; means of clients)",
        ("factor", "control", "dependence", "support that holds dependence"),
        [(f"{x['factor']:g}", *(_span(x[k]) for k in ("control", "dependence", "support"))) for x in d["dilemma"]],
    )  # fmt: skip


def worth_tables(d: dict[str, Any]) -> Iterator[Any]:
    """What knowing is worth."""
    yield f"Best now: {d['best_now']}. Knowing every parameter first would spare {number(d['perfect'])} deaths on average over {d['days']} days (biased up by chance)."
    if d["best_in"] > 0.95:
        yield f"It is best in {percent(d['best_in'])} of draws, so hardly anything known first would change the choice; name the strategies that are in question to ask among them."
    for key, title in (("partial", "Knowing parameters first"), ("sample", "Collecting a series first")):
        shown = [w for w in d[key] if w["value"] > 0][:12]
        rows = [
            (
                w["name"],
                number(w["value"]),
                number(w["error"]),
                number(w["floor"]),
                "yes" if w["stands_out"] else "no",
            )
            for w in shown
        ]
        if rows:
            yield _table(
                f"{title}: deaths spared on average",
                ("what", "worth", "± 1 s.e.", "floor", "stands out"),
                rows,
            )
        else:
            yield f"{title}: nothing of this would change the choice."


def watch_tables(d: dict[str, Any]) -> Iterator[Any]:
    """One sentence for each telling indicator, the best of each outcome first."""
    told = [r for r in d["indicators"] if r["tells"]]
    if not told:
        yield f"Nothing to be seen in the next {d['watch_days']} days would make these forecasts score better."
        return
    yield "Updating on these makes the score better on futures that did not choose the value (share of the Brier score, ± 1 s.e.):"
    seen: dict[str, int] = {}
    for row in told:
        seen[row["outcome"]] = seen.get(row["outcome"], 0) + 1
        if seen[row["outcome"]] <= 2:
            yield f"{percent(row['skill'])} ± {percent(row['error'])}  {row['words']}"


def _table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    table = plain_table(title)
    for i, name in enumerate(head):
        table.add_column(name, justify="left" if i == 0 else "right", overflow="fold")
    for row in rows:
        table.add_row(*(escape(str(cell)) for cell in row))
    return table


def _span(x: Sequence[float]) -> str:
    return f"{number(x[1])} ({number(x[0])} to {number(x[2])})"
