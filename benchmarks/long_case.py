"""Write a made-up case with a long history: counts by the step of each front, orders, reprisals and deaths.

    python -m benchmarks.long_case FOLDER --step week --years 30 --fronts 10

Nobody and nothing in it is real. Counts come from a simple process of their own, not from the model.
"""

from __future__ import annotations

import argparse
import csv
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from armslength.scenario.event_kinds import COLUMNS
from armslength.world.step import STEPS, StepName

ADVERSARIES = ("north", "south")
MOST_TOGETHER = 5  # of a year's steps, how often a reprisal or an order comes


def scenario_text(step: str, start: date, as_of: date, fronts: int) -> str:
    """Return `scenario.yaml` with so many clients, each on one front."""
    clients = [f"client-{i + 1}" for i in range(fronts)]
    lines = [
        "schema: 1",
        f"name: long-by-{step}",
        f"step: {step}",
        f"as_of: {as_of}",
        f"start: {start}",
        "patron: {id: patron, name: The patron, organisation: its office}",
        "hosts: {coast: {name: The coast}, hills: {name: The hills}}",
        "clients:",
        *(
            f"  {c}: {{name: Client {i + 1}, host: {('coast', 'hills')[i % 2]}}}"
            for i, c in enumerate(clients)
        ),
        "adversaries: {north: {name: North}, south: {name: South}}",
        "fronts:",
        *(f"  {c}/{ADVERSARIES[i % 2]}:" for i, c in enumerate(clients)),
        "series:",
        *(
            f"  count-{i + 1}: {{title: Count of client {i + 1}, definition: All attacks., fronts: [{c}/{ADVERSARIES[i % 2]}]}}"
            for i, c in enumerate(clients)
        ),
        "reprisals_complete: [north, south]",
        "deaths_complete: [north, south]",
    ]
    return "\n".join(lines) + "\n"


def rows(step: StepName, start: date, steps: int, fronts: int, seed: int) -> list[dict[str, object]]:
    """Return the events: a count of each front in each step, and now and then an order, a reprisal or a death."""
    time, rng = STEPS[step], np.random.default_rng(seed)
    pace = np.exp(np.cumsum(rng.normal(0, 0.05 * np.sqrt(time.days), (steps, fronts)), axis=0) * 0.3)
    counts = rng.negative_binomial(3.0, 3.0 / (3.0 + 0.3 * time.days * np.clip(pace, 0.02, 5.0)))
    made: list[dict[str, object]] = []
    often = MOST_TOGETHER * time.days / 365.25
    for t in range(steps):
        first, last = time.begins(start, t), time.begins(start, t + 1) - timedelta(days=1)
        for f in range(fronts):
            front = f"client-{f + 1}/{ADVERSARIES[f % 2]}"
            made.append(
                {
                    "event_id": f"count-{f + 1}-{t}",
                    "series": f"count-{f + 1}",
                    "kind": "tally",
                    "front": front,
                }
                | {"date": first, "end_date": last, "count": int(counts[t, f])}
            )
            if counts[t, f] and rng.random() < often / fronts:
                made.append(
                    {"event_id": f"death-{f + 1}-{t}", "kind": "attack", "front": front, "date": first}
                    | {"count": 1, "lethal": 1, "deaths": int(rng.geometric(0.5))}
                )
        for a, adversary in enumerate(ADVERSARIES):
            if rng.random() < often / 2 and a < fronts:
                front = f"client-{a + 1}/{adversary}"
                made.append(
                    {"event_id": f"reprisal-{adversary}-{t}", "kind": "reprisal", "adversary": adversary}
                    | {"date": last, "level": int(rng.integers(1, 4)), "front": front}
                )
        if rng.random() < often / 4:
            f = int(rng.integers(fronts))
            made.append(
                {"event_id": f"order-{t}", "kind": "order", "front": f"client-{f + 1}/{ADVERSARIES[f % 2]}"}
                | {"date": first, "tempo_order": 1, "accepted": int(rng.random() < 0.5)}
            )
    return made


def write_case(folder: Path, step: StepName, start: date, steps: int, fronts: int, seed: int = 1) -> Path:
    """Write the case into a folder and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    as_of = STEPS[step].begins(start, steps) - timedelta(days=1)
    (folder / "scenario.yaml").write_text(scenario_text(step, start, as_of, fronts), encoding="utf-8")
    source = 'registry: {title: "Made up for this measurement", published: 1990-01-01}\n'
    (folder / "sources.yaml").write_text(source, encoding="utf-8")
    with (folder / "events.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="")
        writer.writeheader()
        for row in sorted(rows(step, start, steps, fronts, seed), key=lambda r: str(r["date"])):
            writer.writerow({"source": "registry", **row})
    return folder


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--step", choices=list(STEPS), default="week")
    parser.add_argument("--years", type=float, default=30.0)
    parser.add_argument("--fronts", type=int, default=10)
    asked = parser.parse_args()
    steps = round(asked.years * 365.25 / STEPS[asked.step].days)
    write_case(asked.folder, asked.step, date(1990, 1, 1), steps, asked.fronts)


if __name__ == "__main__":
    main()
