"""Made-up cases whose counts differ in what they count, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from armslength.scenario import Scenario, load

START = date(2001, 1, 1)  # a Monday
FRONT, OTHER = "band/land", "host/sea"
HEAD = "event_id,series,date,end_date,kind,front,count,harmed,lethal,deaths,source,published"
COUNTS = (3, 0, 2, 5, 1, 0, 0, 4, 2, 1, 3, 2)  # a week each

Make = Callable[..., Scenario]


def texts(
    counts: str = "attacks",
    second: str = "",
    step: str = "day",
    lethal: str = "",
    rows: tuple[str, ...] = (),
    more: str = "",
    weeks: int = len(COUNTS),
) -> dict[str, str]:
    """Return the files of a case.

    Args:
        counts: what the count of the first front counts.
        second: what a second primary count counts, of a front of its own; there is none if empty.
        step: of the case.
        lethal: what each count says of how many were lethal, and the one dated row of its dead.
        rows: more lines of `events.csv`.
        more: more lines of `scenario.yaml`.
        weeks: of history.
    """
    as_of = START + timedelta(days=7 * weeks - 1)
    fronts = [FRONT, *([OTHER] if second else [])]
    series = {"tally-0": counts, **({"tally-1": second} if second else {})}
    declared = "\n".join(
        f"  {name}: {{definition: made up, counts: {what}, fronts: [{front}]}}"
        for (name, what), front in zip(series.items(), fronts, strict=True)
    )
    scenario = "\n".join(
        [
            "schema: 1",
            "name: made-up",
            f"step: {step}",
            f"start: {START}",
            f"as_of: {as_of}",
            "horizon: 28",
            "patron: {id: far, name: Far}",
            "clients: {band: {name: The Band}, host: {name: The Host}}",
            "adversaries: {land: {name: Land}, sea: {name: Sea}}",
            "fronts:",
            *(f"  {front}: {{}}" for front in fronts),
            "series:",
            declared,
            more,
        ]
    )
    events = [HEAD]
    for i, front in enumerate(fronts):
        events += [
            f"t{i}-{w},tally-{i},{START + timedelta(days=7 * w)},{START + timedelta(days=7 * w + 6)},tally,{front},{n},,{min(n, 1) if lethal else ''},,book,"
            for w, n in enumerate(COUNTS[:weeks])
        ]
        dead = "1,1,2" if lethal else ",,"
        events.append(f"a{i},tally-{i},{START + timedelta(days=2)},,attack,{front},1,{dead},book,")
    sources = 'book: {title: "Made up", published: 2001-01-01}\n'
    return {
        "scenario.yaml": scenario + "\n",
        "events.csv": "\n".join([*events, *rows]) + "\n",
        "sources.yaml": sources,
    }


@pytest.fixture
def made(tmp_path: Path) -> Make:
    """Return a case; arguments are those of `texts`."""

    def write(**options: object) -> Scenario:
        folder = tmp_path / f"case-{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        for name, text in texts(**options).items():  # type: ignore[arg-type]
            (folder / name).write_text(text, encoding="utf-8")
        return load(folder)

    return write
