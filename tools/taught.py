"""Learn plain forecasters from the cases that ship, and write down what they taught with where it comes from.

make taught                                   # a set of all cases by the week, and one without each; some minutes
make taught ARGS="--record out/record/record.json"      # and who did best in a record that was saved
"""

from __future__ import annotations

import argparse
import shlex
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np

from armslength.plain.autoregression import START
from armslength.plain.components import COMPONENTS
from armslength.plain.judging import judged
from armslength.plain.learning import lessons
from armslength.plain.occasions import occasions
from armslength.plain.series import weekly_counts
from armslength.plain.taught import FILE, Taught, TaughtFile
from armslength.results.track_record import TrackRecordResult
from armslength.scenario import Scenario, list_cases, load
from armslength.track_record.overlap import named
from armslength.writing import write_text

WEEKS = (1, 4, 13, 26, 52)
EVERY = 4  # weeks between the windows that teach: those between them overlap with them
BY = date(2010, 12, 31)  # design and learning are of 1989-2010; later years are for scoring
WHERE = Path(__file__).parent.parent / "src" / "armslength" / "plain" / FILE


def taught(
    cases: Sequence[Scenario],
    without: str,
    record: TrackRecordResult | None,
    like: Taught | None = None,
    seed: int = 1,
) -> Taught:
    """Return what all cases but one teach; of weeks up to the as-of date of that one, where it is an early one.

    The search begins where it ended for the set `like` it.
    """
    by = min([BY, *(case.as_of for case in cases if case.name == without)])
    own = {named(case, front) for case in cases if case.name == without for front in case.fronts}
    kept = [
        s
        for case in cases
        if case.name != without
        for s in weekly_counts(case)
        if s.is_enough and named(case, s.front) not in own  # another case may hold the same fighting
    ]
    begin_at = START if like is None else np.array(like.autoregression)
    learned = lessons(kept, {h: occasions(kept, h, EVERY) for h in WEEKS}, by, seed, without, begin_at)
    names = sorted({one.network for one in kept if one.start < by})
    made = learned.written(without, by, names)
    print(f"without {without or 'none'}: {len(names)} networks", flush=True)
    return made.model_copy(update={"judged": judged(record, without)}) if record else made


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the file."""
    asked = argparse.ArgumentParser(prog="python -m tools.taught", description=__doc__)
    asked.add_argument(
        "--record", type=Path, help="a saved record; its judgements alone are made anew with --judge"
    )
    asked.add_argument(
        "--judge", action="store_true", help="keep what was learned, and take the judgements of --record"
    )
    given = asked.parse_args(arguments)
    record = None
    if given.record:
        record = TrackRecordResult.from_json(given.record.read_bytes(), str(given.record))
    command = " ".join(
        ["python -m tools.taught", *map(shlex.quote, sys.argv[1:] if arguments is None else arguments)]
    )
    if given.judge:
        old = TaughtFile.from_json(WHERE.read_bytes(), str(WHERE))
        sets = tuple(
            one.model_copy(update={"judged": judged(record, one.without) if record else ()})
            for one in old.sets
        )
        command, made = old.command, old.made
    else:
        cases = [load(case.name) for case in list_cases() if case.step == "week"]
        of_all = taught(cases, "", record)
        sets = (of_all, *(taught(cases, case.name, record, of_all) for case in cases))
        made = date.today()
    of_record = f"{date.fromtimestamp(given.record.stat().st_mtime)}, {record.command}" if record else None
    file = TaughtFile(made=made, command=command, components=COMPONENTS, record=of_record, sets=sets)
    write_text(WHERE, file.to_json())


if __name__ == "__main__":
    main()
