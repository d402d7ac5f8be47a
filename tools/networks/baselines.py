"""What plain baselines reach on the whole extracts of UCDP's data: CRPS as a ratio to the historical mean.

python -m tools.networks.baselines FOLDER [WEEKS]        # the folder with clients.csv and ged/; a minute
"""

from __future__ import annotations

import argparse
import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import numpy as np

from armslength.plain import autoregression
from armslength.plain.components import counts_for
from armslength.plain.learning import lessons
from armslength.plain.occasions import Occasions, ends_by, occasions
from armslength.plain.series import WEEK, WeeklyCounts
from armslength.track_record.network import distributions
from armslength.track_record.score import score


def series(folder: Path) -> Iterator[WeeklyCounts]:
    """Yield the weekly clashes of each client in clients.csv with each side that it fought, from the first to the last."""
    rows: dict[str, list[dict[str, str]]] = {}
    found: dict[tuple[str, str, str], Counter[date]] = {}
    for client in csv.DictReader((folder / "clients.csv").open(encoding="utf-8")):
        file = client["file"]
        rows[file] = rows.get(file) or list(csv.DictReader((folder / "ged" / file).open(encoding="utf-8")))
        pattern = re.compile(client["ged_actor_regex"])
        for row in rows[file]:
            for mine, other in (("side_a", "side_b"), ("side_b", "side_a")):
                if pattern.search(row[mine]) and not row[other].startswith("Civilians"):
                    key = (client["network"], client["client"], row[other])
                    found.setdefault(key, Counter())[date.fromisoformat(row["date_start"][:10])] += 1
    for (network, client_name, other), days in found.items():
        first = min(days)
        counts = np.zeros((max(days) - first).days // WEEK + 1)
        for day, number in days.items():
            counts[(day - first).days // WEEK] += number
        yield WeeklyCounts(network, f"{client_name}/{other}", first, counts)


def ratios(
    all_of_them: Occasions, kept: Sequence[WeeklyCounts], between: int, until: date
) -> dict[str, list[float]]:
    """Return, by forecaster, the ratio of its mean CRPS to that of the historical mean in each network left out.

    Those origins are scored that lie a multiple of `between` weeks after the first of a series, and whose window ends by
    a day; others teach as much as ends by then.
    """
    all_of_them = all_of_them.chosen(ends_by(all_of_them, until))
    found: dict[str, list[float]] = {}
    for network in sorted(set(all_of_them.network)):
        test = all_of_them.chosen((all_of_them.network == network) & (all_of_them.week % between == 0))
        if not len(test):
            continue
        others = [s for s in kept if s.network != network]
        windows = {test.weeks: all_of_them.chosen(all_of_them.network != network)}
        taught = lessons(others, windows, until, 1, network)
        mine = [s for s in kept if s.network == network]
        origins = [date.fromordinal(day) for day in sorted(set(test.origin.tolist()))]
        simulated = autoregression.forecast(taught.autoregression, mine, origins, (test.weeks,), 1)
        made = distributions(test, taught, simulated, {}, counts_for(test, float(test.total.max())))
        scores = {name: float(score(c, test.total, 1).crps.mean()) for name, c in made.items()}
        for name, crps in scores.items():
            found.setdefault(name, []).append(crps / scores["historical mean"])
    return found


def main() -> None:
    """Print the table."""
    asked = argparse.ArgumentParser(prog="python -m tools.networks.baselines", description=__doc__)
    asked.add_argument("folder", type=Path)
    asked.add_argument("weeks", type=int, nargs="?", default=4)
    asked.add_argument("--between", type=int, default=2, help="weeks between the origins that are scored")
    asked.add_argument(
        "--until", type=date.fromisoformat, default=date.max, help="last day that is used; all if left out"
    )
    given = asked.parse_args()
    kept = [one for one in series(given.folder) if one.is_enough]
    found = ratios(occasions(kept, given.weeks, every=2), kept, given.between, given.until)
    print(
        f"{len(kept)} series of {len(found['equal mix'])} networks, {given.weeks} weeks ahead, origins every {given.between} weeks"
    )
    for name, each in found.items():
        print(f"{name:24s} {np.mean(each):.3f}")


if __name__ == "__main__":
    main()
