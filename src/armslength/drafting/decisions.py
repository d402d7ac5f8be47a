"""What a draft decided: each decision with its rule and what a person should look at, the most doubtful first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from armslength.drafting.ends import YEARS, ends
from armslength.drafting.patrons import filled_years, patrons_of, present
from armslength.drafting.plan import FIRST_DAYS, LEAST_ON_A_FRONT, Plan
from armslength.drafting.support import SupportTable
from armslength.importing.import_events import Imported

HIGH, MEDIUM, LOW = 3, 2, 1
FEW = 0.34  # share of years
MORE_WORDS = 2  # of a name that contains another
NAMED = 8  #: pairs or names of a kind that are listed


@dataclass(frozen=True)
class Decision:
    """One decision."""

    doubt: int  #: 1 to 3, the most doubtful
    weight: float  #: among decisions as doubtful: the share of clashes or clients that it touches
    title: str
    what: str
    rule: str
    look: str


def decisions(
    plan: Plan, imported: Imported, table: SupportTable | None, carried: bool, priors: Decision | None
) -> list[Decision]:
    """Return the decisions of a draft, the most doubtful first; `priors` is that on what its numbers start from."""
    made = [*_clients(plan, table, carried), *_fronts(plan), *_counts(plan, imported), *_model(plan)]
    made += [] if priors is None else [priors]
    return sorted(made, key=lambda d: (-d.doubt, -d.weight, d.title))


def _clients(plan: Plan, table: SupportTable | None, carried: bool) -> Iterator[Decision]:
    if table is not None:
        several = [c for c in plan.clients if c.candidate.others]
        lines = [f"{c.candidate.name}: {c.candidate.in_words}" for c in plan.clients]
        yield Decision(
            MEDIUM,
            1.0,
            "Who is a client",
            "; ".join(lines),
            f"An armed group that {_any(plan.named)} supported in at least one year of the case, by UCDP External Support."
            if plan.named
            else "You named it, and no patron.",
            "Is support in these years the tie that you mean? Support that is alleged or covert may be missing, and governments that were "
            "supported are left out.",
        )
        if several:
            yield Decision(
                HIGH,
                len(several) / len(plan.clients),
                "Supporters that are no patrons",
                "; ".join(
                    f"{c.candidate.name} was supported by {', '.join(c.candidate.others)} too"
                    for c in several
                ),
                "Supporters that are no state are no patrons. What they gave has a prior of scale 1 for these clients (as large as the "
                "patron's own), 0.1 for those without such supporters; both assumed.",
                "Who gave what, and whose word counts: `support.csv` has it by year.",
            )
        yield from _patrons(plan)
        yield from _seldom(plan, table, carried)
    elif plan.clients:
        yield Decision(
            HIGH,
            1.0,
            "Who is a client",
            ", ".join(c.candidate.name for c in plan.clients),
            "You named them; no support data were given.",
            "What ties them to the patron, and since when.",
        )
    yield from _ended(plan)
    renamed = [f"{c.candidate.name} is {c.name}" for c in plan.clients if c.name != c.candidate.name]
    if renamed:
        yield Decision(
            HIGH,
            0.8,
            "Names that differ",
            "; ".join(renamed),
            "The same actor by UCDP's id.",
            "Are they the same group?",
        )
    if plan.without_front:
        told = [
            f"{c.name}{' (alike: ' + ', '.join(plan.found.missing[c.name]) + ')' if plan.found.missing.get(c.name) else ''}"
            for c in plan.without_front
        ]
        yield Decision(
            HIGH,
            len(told) / (len(told) + len(plan.clients)),
            "Supported groups that are left out",
            "; ".join(told),
            f"No pair with at least {LEAST_ON_A_FRONT} clashes in the case, or no such name in the event data.",
            "Does the group go by another name there? Then write it into `actors.csv` and draft again with `--actors`.",
        )


def _ended(plan: Plan) -> Iterator[Decision]:
    """Yield who has ended by the as-of date, so that no forecast asks about it."""
    gone = ends(plan)
    if gone:
        names = {c.id: c.name for c in plan.clients}
        yield Decision(
            HIGH,
            0.98,
            "Groups that had ended",
            "; ".join(f"{names[i]} {day}" for i, day in gone.items()),
            f"No clash on its fronts, no armed conflict and no support in the event and support data in more than {YEARS} full years before "
            "the as-of date (assumed): `until` is the last day of the last year that has any. It attacks no more after it, and forecasts leave it out.",
            "Did it go on in another form, or under another name? Then take `until:` out.",
        )


def _seldom(plan: Plan, table: SupportTable, carried: bool) -> Iterator[Decision]:
    """Yield clients that were seldom supported, and what is taken to go on after the table."""
    rare = [c for c in plan.clients if c.candidate.share_of_years < FEW]
    if rare:
        yield Decision(
            HIGH,
            0.95,
            "Clients that were seldom supported",
            "; ".join(
                f"{c.candidate.name} in {c.candidate.share_of_years:.0%} of its years of conflict"
                for c in rare
            ),
            "One year of support makes a client, by rule.",
            "Is it one? If not, take its line out of `actors.csv` and draft again with `--actors`.",
        )
    if carried:
        yield Decision(
            HIGH,
            0.9,
            "Support after the table ends",
            f"The table ends in {table.years[1]}, the case on {plan.case.end}.",
            "You asked that the support of its last years be taken to go on.",
            "Did it?",
        )


def _patrons(plan: Plan) -> Iterator[Decision]:
    """Yield who else is a patron, whose kinds of support they are, and what stands for years without a row."""
    added = [name for name in present(plan) if name not in plan.named]
    if added:
        clients = {n: [c.name for c in plan.clients if n in patrons_of(c, plan)] for n in added}
        yield Decision(
            HIGH,
            0.96,
            "Patrons that you did not name",
            "; ".join(f"{name} of {', '.join(of)}" for name, of in clients.items()),
            "Every government that the table has as a supporter of a client in the case's years is a patron of it in those years. Nobody is "
            "known to command for any of them: each gives orders as an organisation.",
            "Whose word counts with the client. Take a patron out of `patrons:` and `support:` if it gave no more than words.",
        )
    if idle := [name for name in plan.named if name not in present(plan)]:
        yield Decision(
            HIGH,
            0.97,
            "Patrons that are left out",
            ", ".join(idle),
            "No client of the case with a front had its support in these years.",
            "Does the client go by another name in the event data?",
        )
    shared = [c.name for c in plan.clients if len(patrons_of(c, plan)) > 1]
    if shared:
        yield Decision(
            HIGH,
            len(shared) / len(plan.clients),
            "Whose kinds of support they are",
            ", ".join(shared),
            "The table gives the kinds of support of all supporters of a year together; each patron of that year has them all. Each has level 1: "
            "how much each gave is not in the table.",
            "Who gave what, and how much: `kinds` and `level` under `support:`.",
        )
    filled = [(c.name, filled_years(c, plan)) for c in plan.clients]
    if told := [f"{name} {', '.join(map(str, years))}" for name, years in filled if years]:
        yield Decision(
            MEDIUM,
            0.7,
            "Support in years without a row",
            "; ".join(told),
            "The table has rows of years in armed conflict alone, so a year without one is missing, not zero: support stands as in the last year "
            "with a row, before the first as in the first.",
            "Did it go on?",
        )


def _fronts(plan: Plan) -> Iterator[Decision]:
    total = sum(len(f.pair.days) for f in plan.fronts)
    yield Decision(
        HIGH,
        1.1,
        "What is counted are deadly clashes",
        f"{total:,} clashes on {len(plan.fronts)} fronts: {', '.join(f'{f.id} {len(f.pair.days)}' for f in plan.fronts)}.",
        "Each row between a client and an adversary counts on their front, whoever attacked: the data do not say. The series declare it "
        "(`counts: deadly_clashes`), so that every number is one of deadly clashes, and none of attacks, harm or dead is asked.",
        "A front on which the adversary is on the offensive looks as busy as one on which the client is. Clashes without dead are missing.",
    )
    thin = [f"{f.id} {len(f.pair.days)}" for f in plan.fronts if len(f.pair.days) < LEAST_ON_A_FRONT]
    if thin:
        yield Decision(
            HIGH,
            len(thin) / len(plan.fronts),
            "Fronts with few clashes",
            ", ".join(thin),
            f"Your list of actors names them; by rule a front has at least {LEAST_ON_A_FRONT}.",
            "Their tempo stays close to its prior.",
        )
    like = list(_like_names(plan))
    if like:
        yield Decision(
            HIGH,
            0.85,
            "Adversaries whose names are alike",
            "; ".join(like),
            "Each name of the event data is an adversary of its own.",
            "One adversary under two names? Then give both the same id in `actors.csv` and draft again with `--actors`.",
        )
    lost = sum(len(out.pair.days) for out in plan.left_out)
    if plan.left_out:
        shown = sorted(
            plan.left_out, key=lambda out: (-len(out.pair.days), out.pair.client, out.pair.opponent)
        )
        told = [
            f"{out.pair.client} - {out.pair.opponent} ({len(out.pair.days)}: {out.why})"
            for out in shown[:NAMED]
        ]
        more = f"; and {len(shown) - NAMED} more pairs" if len(shown) > NAMED else ""
        yield Decision(
            MEDIUM,
            lost / (lost + total),
            "Pairs that are no front",
            "; ".join(told) + more,
            f"A front needs {LEAST_ON_A_FRONT} clashes in the case; clients against each other or against the patron are none.",
            "Is one of them the same adversary under another name? Then give both the same id in `actors.csv`.",
        )
    if plan.found.one_sided:
        yield Decision(
            LOW,
            0.5,
            "Violence against civilians",
            "; ".join(f"{name} {number}" for name, number in plan.found.one_sided.items()),
            "Rows without an armed side on the other end are no clashes and are left out.",
            "Where they are part of the same campaign, the case counts too little.",
        )


def _like_names(plan: Plan) -> Iterator[str]:
    """Yield adversaries of which one's id is part of the other's."""
    for one, name in plan.adversaries.items():
        for other, longer in plan.adversaries.items():
            more = other.count("-") - one.count("-")
            if one != other and more <= MORE_WORDS and f"-{one}-" in f"-{other}-":
                yield f"{name} and {longer}"


def _counts(plan: Plan, imported: Imported) -> Iterator[Decision]:
    spans = "; ".join(f"{f.id} {', '.join(map(str, f.covered))}" for f in plan.fronts)
    rule = (
        "You declared these spans with --covered."
        if plan.declared
        else "The calendar years from the first to the last in which either data set has the two in conflict, as far as the event data reach: the data "
        "set records every clash that it knows, so that no row in those years means none known. Outside, nothing is zero."
    )
    if imported.how.step != "day":
        yield Decision(
            LOW,
            0.4,
            "The step, the first and the last day",
            f"The case goes by the {imported.how.step}, from {plan.case.start} to {plan.case.end}.",
            f"It goes by the step in which it is counted; of the days from --from to --to it takes whole {imported.how.step}s.",
            "What you mean to ask: `--step day` asks about single days, and is slower to fit.",
        )
    yield Decision(
        HIGH,
        0.7,
        "When no row means no clash",
        f"{spans}; cut into cells of a {imported.how.step}.",
        rule,
        "Years in which nobody could report; a group that had ended, or had not begun, in a counted year. --covered FROM..TO sets other spans.",
    )
    gone = ends(plan)
    ended = [
        f"{f.id} {f.covered[-1].end}"
        for f in plan.fronts
        if f.covered[-1].end < plan.case.end and f.client not in gone
    ]
    if ended:
        yield Decision(
            HIGH,
            0.65,
            "Fronts that are not counted to the end",
            ", ".join(ended),
            "Neither data set has the two in conflict after that year, and what nobody counts is not zero.",
            "Had the group gone by then? A forecast on it says only that nothing was known since. An earlier --to, or a list of actors without "
            "it; `--covered` makes the years zero if you know that there was no clash.",
        )
    if plan.found.span.end.replace(day=1) < plan.case.end.replace(day=1):
        yield Decision(
            HIGH,
            1.2,
            "The event data end before the case",
            f"Their last row is of {plan.found.span.end}, the case ends on {plan.case.end}.",
            "Nothing is counted after the month of their last row.",
            "An earlier --to, or newer event data: a forecast from the as-of date has nothing recent to stand on.",
        )
    loose = sum(e.count or 0 for s in imported.series for e in s.counted.loose)
    if loose:
        total = sum(len(f.pair.days) for f in plan.fronts)
        yield Decision(
            MEDIUM,
            loose / max(total, 1),
            "Clashes whose days are not known",
            f"{loose:,} rows span more than a cell and stand in the series that end in `-spans`.",
            "They are tallies over their span in a series that does not drive the replay.",
            "If they are many, `--step month` brings more of them into the main series.",
        )
    yield Decision(
        MEDIUM,
        0.4,
        "Known afterwards",
        f"{imported.vintage.title}, {imported.vintage.version}, accessed {imported.vintage.accessed}.",
        "The rows bear no day of publication, so the case takes each as known on its day.",
        "The data set was compiled later, with what was learned since: a backtest on it is retrospective.",
    )
    for warning in imported.warnings:
        yield Decision(LOW, 0.3, "The file", warning, "Read as it stands.", "The rows themselves.")


def _model(plan: Plan) -> Iterator[Decision]:
    yield Decision(
        MEDIUM,
        0.6,
        "Base rates",
        "; ".join(f"{f.id} {f.base_rate:g} a day over {f.first_days}" for f in plan.fronts),
        f"The prior of each front's base rate is centred on its first {FIRST_DAYS} counted days, half a clash added; its width is the default's. "
        "Every other number has its default prior (the table below).",
        "A front that began with a burst or a lull is centred too high or too low.",
    )
    yield Decision(
        MEDIUM,
        0.5,
        "What the case does not hold",
        "Orders and their answers, visits, reprisals, suspensions, truces (write them as rows of kind `truce`), who commanded, a trigger war.",
        "Neither data set records them; nothing is invented.",
        "`armslength check` says which questions stay open. What you know with a source belongs in `events.csv`.",
    )


def _any(patrons: tuple[str, ...]) -> str:
    return patrons[0] if len(patrons) == 1 else f"any of {', '.join(patrons)}"
