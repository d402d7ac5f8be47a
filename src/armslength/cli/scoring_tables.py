"""Scores on the screen: what was declared first, then the rest, then what it does not show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.markup import escape
from rich.table import Table
from rich.text import Text

from armslength.cli.console import plain_table
from armslength.formatting import number, percent

Data = Mapping[str, Any]


def backtest_tables(d: Data) -> Iterator[Any]:
    """A backtest: the primary endpoint, then everything exploratory."""
    yield _head(d)
    yield _primary(d["primary"])
    e = d["exploratory"]
    yield Text(
        "\nExploratory, everything below: many comparisons, some of which look good by luck.", style="italic"
    )
    yield from _all(e["counts"], e["yes_no"], e["ladder"])
    yield Text(f"\n{d['standing']}\n{_vintage(d['vintage'])}", style="dim")


def score_tables(d: Data) -> Iterator[Any]:
    """A saved forecast against what came."""
    s = d["standing"]
    text = Text()
    text.append(
        f"Forecast of {d['forecast']}, as of {d['as_of']}, scored to {d['until']} on {d['events']} events\n",
        style="bold",
    )
    if s.get("registered"):
        text.append(
            f"{s['standing'].capitalize()}: registered {s['registered']}, entry {s['entry']} of the ledger.\n"
        )
    else:
        text.append(
            "Retrospective: it is not in the ledger, so nothing shows that it was made before the events.\n"
        )
    yield text
    yield from _all(d["counts"], d["yes_no"], d["ladder"])
    yield _surprises(d["surprises"])
    yield _reliability(d["reliability"])
    yield Text(
        f"The events are taken to hold every reprisal, lethal attack and suspension up to {d['until']}. "
        f"{len(d['unscored'])} windows were not scored for want of whole increments within them; "
        f"{d['secondary_tallies']} tallies follow another definition and were left out.",
        style="dim",
    )


def _all(counts: Sequence[Data], yes_no: Sequence[Data], ladder: Sequence[Data]) -> Iterator[Any]:
    yield from map(_counts, counts)
    if not counts:
        yield Text("\nNo reported increment lies wholly within a window, so no count is scored.")
    if yes_no:
        yield _yes_no(yes_no)
    if ladder:
        yield _ladder(ladder)


def _head(d: Data) -> Text:
    first, last = d["origins"][0], d["origins"][-1]
    text = Text()
    text.append(f"Backtest of {d['scenario']}: {d['forecaster']}\n", style="bold")
    text.append(
        f"{len(d['origins'])} origins from {first} to {last}; horizons {', '.join(map(str, d['horizons']))} days.\n"
    )
    return text


def _vintage(v: Data) -> str:
    edited = v["edited_since_left_out"] or v["edited_since_admitted"]
    how = "left out" if v["edited_since_left_out"] else "admitted"
    late = v["published_after_the_as_of_date_never_used"]
    return (
        f"{v['policy']} Here: {v['undated_used_from_their_last_day']} undated, {edited} edited since ({how}), "
        f"{late} published only after the as-of date (never used)."
    )


def _primary(p: Data | None) -> Text:
    text = Text()
    if p is None:
        text.append("The scenario declares no endpoint, so every comparison is exploratory.", style="bold")
        return text
    text.append(
        f"Declared beforehand: {p['score'].upper()} of {p['target'].replace(';', ' + ')}, {p['horizon']}, against the {p['rival']}.\n"
    )
    text.append(f"{p['verdict'].capitalize()}", style="bold")
    if p["skill"] is not None:
        text.append(f": skill {p['skill']:+.2f}{_interval(p)} over {p['n']} occasions")
        text.append(f"; Diebold-Mariano p = {p['p']:.2f}" if p["p"] is not None else "")
    text.append(f".\n{p['reason']}", style="dim")
    return text


def _interval(s: Data) -> str:
    return "" if s["low"] is None else f" (90 %: {s['low']:+.2f} to {s['high']:+.2f})"


def _table(title: str, *columns: str) -> Table:
    table = plain_table(title)
    for i, name in enumerate(columns):
        table.add_column(name, justify="left" if i in (0, len(columns) - 1) else "right")
    return table


def _counts(e: Data) -> Table:
    title = f"{e['target'].replace(';', ' + ')}: attacks reported, {e['horizon']}; occasions: {e['n']}"
    table = _table(title, "forecaster", "CRPS", "log", "in 50 %", "in 90 %", "skill (90 %)", "verdict")
    table.columns[0].no_wrap = True
    found = {s["rival"]: s for s in e["skill"] if s["score"] == "crps"}
    for name, f in e["forecasters"].items():
        inside = (f"{100 * f[key]:.0f} %" for key in ("in_50", "in_90"))
        table.add_row(name, number(f["crps"]), f"{f['log']:.1f}", *inside, *_skill(found.get(name)))
    return table


def _skill(s: Data | None) -> tuple[str, str]:
    if s is None:
        return "", ""
    if s["verdict"] == "too few to tell":
        return "", s["verdict"]
    return ("-" if s["skill"] is None else f"{s['skill']:+.2f}{_interval(s).replace('90 %: ', '')}"), s[
        "verdict"
    ]


def _yes_no(entries: Sequence[Data]) -> Table:
    table = _table(
        "Yes or no: Brier score of the model and of its best rival", "event, window", "asked", "came", "said", "model", "best rival", "skill (90 %)", "verdict",
    )  # fmt: skip
    for e in entries:
        brier = {name: f["brier"] for name, f in e["forecasters"].items()}
        best = min((name for name in brier if name != "model"), key=lambda n: brier[n], default=None)
        found = {s["rival"]: s for s in e["skill"]}
        table.add_row(
            f"{e['kind']}, {e['horizon']}", str(e["n"]), str(e["happened"]), percent(e["said"]), f"{brier['model']:.3f}",
            f"{brier[best]:.3f} {best}" if best else "-", *_skill(found.get(best or "")),
        )  # fmt: skip
    return table


def _ladder(entries: Sequence[Data]) -> Table:
    table = _table(
        "Highest rung, where the reports establish it: ranked probability score", "window", "n", "rungs 0-5", "model", "best rival", "verdict",
    )  # fmt: skip
    for e in entries:
        rps = {name: f["rps"] for name, f in e["forecasters"].items()}
        best = min((name for name in rps if name != "model"), key=lambda n: rps[n], default=None)
        found = {s["rival"]: s for s in e["skill"]}
        table.add_row(
            e["horizon"], str(e["n"]), " ".join(map(str, e["rungs"])), f"{rps['model']:.2f}",
            f"{rps[best]:.2f} {best}" if best else "-", found[best]["verdict"] if best else "-",
        )  # fmt: skip
    return table


def _surprises(rows: Sequence[Data]) -> Table:
    table = _table(
        "What happened, and the chance that the forecast gave it (in its week)", "day", "chance", "what", ""
    )
    for r in rows[:15]:
        said = f"{r['what']}, {r['about'].replace(';', ' + ')}: {r['label']}"
        table.add_row(r["day"], percent(r["p"]), Text(said), "surprise" if r["surprise"] else "")
    table.caption = f"and {len(rows) - 15} more" if len(rows) > 15 else None
    return table


def _reliability(rows: Sequence[Data]) -> Table:
    table = _table(
        "Reliability so far, by week: of what was said with this chance, how much came true",
        "said",
        "came true",
        "n",
    )
    for r in rows:
        table.add_row(percent(r["said"]), percent(r["came_true"]), str(r["n"]))
    return table


def ledger_tables(d: Data) -> Iterator[Any]:
    """Everyone's record."""
    table = _table(
        "Record; a score is a mean over what is resolved", "forecaster", "pending", "resolved", "void", "registered before", "Brier", "log", "quantile score", "in 90 %",
    )  # fmt: skip
    for f in d["forecasters"]:
        s = f["scores"]
        means = [
            f"{s[k]['mean']:.3f} (n {s[k]['n']})" if s[k] else "-"
            for k in ("brier", "log", "quantile", "in_90")
        ]
        table.add_row(
            escape(f["forecaster"]), str(f["pending"]), str(f["resolved"]), str(f["void"]), f"{f['prospective']} of {f['prospective'] + f['retrospective']}", *means,
        )  # fmt: skip
    yield table
    for f in d["forecasters"]:
        for row in f.get("against_the_model", ()):
            shown = f"{row['skill']:+.2f}" if row["skill"] is not None else "-"
            yield Text(
                f"{f['forecaster']} against the model, {row['score']} on {row['n']} shared questions: skill {shown}{_interval(row)}, {row['verdict']}."
            )
    words = _table("Words of probability and their record", "word", "means", "said", "came true", "pending")
    for w in d["words"]:
        share = f"{w['came_true']} ({percent(w['share'])})" if w["said"] else "-"
        words.add_row(
            w["word"], f"{percent(w['from'])} to {percent(w['to'])}", str(w["said"]), share, str(w["pending"])
        )
    yield words
    yield Text(f"{d['entries']} entries in {d['ledger']}; newest hash {d['head']}", style="dim")
