"""The long work of the page, done in a worker process: each kind is one call of what the command line calls.

A worker imports this module anew (it is spawned, never forked: JAX has threads). It keeps the last situations, so
that the second question about a case is answered sooner than the first.
"""

from __future__ import annotations

import ctypes
import json
import shutil
import signal
import tempfile
from collections import OrderedDict
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from armslength.errors import ArmslengthError
from armslength.scenario import Scenario, load

Tell = Callable[[str, int, int], None]
Asked = Mapping[str, Any]


class Cancelled(Exception):
    """Somebody asked to stop."""


_queue: Any = None
_stops: Any = None


def begin(queue: Any, stops: Any) -> None:
    """What a worker does first; Ctrl-C is for the server, which ends its workers itself."""
    global _queue, _stops
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _queue, _stops = queue, stops
    from armslength.simulate import keep_compiled_code

    keep_compiled_code()


def perform(kind: str, job: str, slot: int, case: str, asked: Asked, folder: str) -> None:
    """Do one piece of work and leave its result in `folder`, whole or not at all."""

    def tell(stage: str, done: int, total: int) -> None:
        if _stops is not None and _stops[slot]:
            raise Cancelled
        if _queue is not None:
            _queue.put((job, stage, done, total))

    target = Path(folder)
    fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        KINDS[kind](load(case), asked, fresh / "made", tell)
        if target.exists():
            shutil.rmtree(target)
        (fresh / "made").rename(target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
        give_back()


def give_back() -> None:
    """Return freed memory to the system, where its C library can: compiling leaves much of it behind."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


def forecast(case: Scenario, asked: Asked, folder: Path, tell: Tell) -> None:
    """The forecast behind the first page, as `armslength forecast` saves it, with its pictures drawn once."""
    from armslength.forecasting import forecast as make
    from armslength.forecasting import save
    from armslength.report import write_report
    from armslength.report.render_figures import draw_all

    made = make(case, days=asked["days"], futures=asked["futures"], seed=asked["seed"], progress=tell)
    tell("drawing the pictures", 0, 1)
    drawn = draw_all(made.result)
    extra = {"report.html": write_report(made.result, drawn), "pictures.json": json.dumps(drawn.as_data())}
    save(made, folder, extra)


def week(case: Scenario, asked: Asked, folder: Path, tell: Tell) -> None:
    """What the last week's reports changed, and which event moved what: `armslength advance`, looking back."""
    from armslength.forecasting import advance
    from armslength.scoring.observed import case_on

    day = case.as_of - timedelta(days=7)
    before = replace(case_on(case, day), events=[e for e in case.events if e.end_date <= day])
    known = {e.event_id for e in before.events}
    added = [e for e in case.events if e.event_id not in known]
    tell("comparing with a week before", 0, 1)
    found = (
        advance(before, added, case.as_of, draws=asked["draws"], seed=asked["seed"]).changes if added else []
    )
    write(folder, {"since": before.as_of.isoformat(), "added": [e.event_id for e in added], "changes": found})


def story(case: Scenario, asked: Asked, folder: Path, tell: Tell) -> None:
    """One future in sentences: `armslength step`."""
    from armslength.forecasting import position, step
    from armslength.web.story_page import as_text, summed, told

    tell("playing one future", 0, 1)
    events, _ = step(position(str(case.folder)), days=asked["days"], seed=asked["seed"])
    told_days = told(case, events)
    write(folder, {**asked, "days_told": told_days, "in_all": summed(events), "events": events})
    text = as_text(case, asked["seed"], asked["days"], events)
    (folder / "story.txt").write_text(text, encoding="utf-8")


def backtest(case: Scenario, asked: Asked, folder: Path, tell: Tell) -> None:
    """Scores against naive rivals: `armslength backtest`."""
    from functools import partial

    from armslength.report.charts.skill_chart import skill
    from armslength.scoring import backtest as run
    from armslength.scoring.model_forecasts import model_forecaster
    from armslength.scoring.refit import refitted
    from armslength.web.figure_selection import names_of, parted

    values = refitted(asked["draws"], asked["seed"]) if asked["refitted"] else None
    name = "model (fitted anew at each origin, Laplace)" if values else "model (prior draws)"
    forecaster = model_forecaster(asked["draws"], asked["seed"], values)
    made = run(case, forecaster, name=name, seed=asked["seed"], progress=tell).document()
    label = "Skill against each naive rival, with its 90% interval"
    pictures = {
        part: _both(partial(skill, figure), f"skill-{part}", label)
        for part, figure in parted(made["figure"]).items()
    }
    write(folder, made | {"rows": {}, "names": names_of(case, made), "pictures": pictures})


def fitted(case: Scenario, asked: Asked, folder: Path, tell: Tell) -> None:
    """What the data taught, and whether the model reproduces what it was fitted to: from the fit that the case stands on."""
    from functools import partial

    from armslength.fitting import parameters_of
    from armslength.fitting.fit_result import fit_result
    from armslength.report.charts.posterior import predicted
    from armslength.web.figure_selection import FEW

    tell("reading the fit", 0, 1)
    posterior = parameters_of(case, None)
    folder.mkdir()
    if posterior is None:
        return
    made = fit_result(posterior, case)
    label = "reported totals beside what the model predicted for them"
    drawn = {
        s: _both(partial(predicted, made, s), f"fit-{s}", f"{s}: {label}")
        for s in (row.series for row in made.coverage if row.tallies >= FEW)
    }
    (folder / "fit.json").write_text(made.to_json(), encoding="utf-8")
    (folder / "pictures.json").write_text(json.dumps(drawn), encoding="utf-8")


def theories(case: Scenario, asked: Asked, folder: Path, tell: Tell) -> None:
    """Rival theories of who obeys and their weights: `armslength theories`."""
    from functools import partial

    from armslength.report.charts.theory_weights import theories as chart
    from armslength.theories.cache import weighed

    made = weighed(case, None, seed=asked["seed"], progress=tell)
    label = "Weight of each theory, and its total log score less the full model's, with 90% intervals"
    write(folder, made | {"pictures": {"theories": _both(partial(chart, made), "theories", label)}})


def time(case: Scenario, asked: Asked, folder: Path, tell: Tell) -> None:
    """Fronts on an axis that was zoomed: the report's own picture of a shorter time."""
    from armslength.report.charts.timeline import Axis
    from armslength.results.forecast import ForecastResult
    from armslength.web.time_window import drawn_fronts

    tell("drawing", 0, 1)
    result = ForecastResult.from_json(Path(asked["document"]).read_bytes())
    axis = Axis(date.fromisoformat(asked["since"]), date.fromisoformat(asked["until"]))
    write(folder, drawn_fronts(result, axis, asked["fronts"]))


def compare(case: Scenario, asked: Asked, folder: Path, tell: Tell) -> None:
    """Strategies against doing nothing and each other: `armslength compare`. The report where there is time for it."""
    from armslength.decisions import compare as run
    from armslength.decisions.comparison_csv import as_csv

    made = run(
        case, _strategies(asked), days=asked["days"], futures=asked["futures"], seed=asked["seed"],
        initial=_situation(case, asked), progress=tell,
    ).document  # fmt: skip
    if asked["pictures"]:
        tell("drawing the pictures", 0, 1)
    drawn, report = _changes(made, asked["pictures"])
    write(folder, {"document": made, "pictures": {name: one["title"] for name, one in drawn.items()}})
    kept = {"comparison.json": json.dumps(made, indent=1, ensure_ascii=False), "comparison.csv": as_csv(made)}
    kept |= {"pictures.json": json.dumps(drawn)} | ({"comparison.html": report} if report else {})
    for name, text in kept.items():
        (folder / name).write_text(text, encoding="utf-8")


def why(case: Scenario, asked: Asked, folder: Path, tell: Tell) -> None:
    """Through what a strategy makes its difference, from doing nothing or from a second one: `armslength why`."""
    from armslength.decisions import BASELINE
    from armslength.decisions import why as run

    strategy, against = [*_strategies(asked), BASELINE][:2]
    made = run(
        case, strategy, against, days=asked["days"], futures=asked["futures"], seed=asked["seed"],
        initial=_situation(case, asked), progress=tell,
    ).document  # fmt: skip
    write(folder, made)


def _strategies(asked: Asked) -> list[Any]:
    from armslength.decisions import inline

    return [inline(tuple(one["actions"]), one["name"]) for one in asked["strategies"]]


_situations: OrderedDict[tuple[str, int, int], Any] = OrderedDict()


def _situation(case: Scenario, asked: Asked) -> Any:
    """The replayed past, kept for the next question about the same case."""
    from armslength.fitting import parameters_of
    from armslength.initial_conditions import replay_to_as_of
    from armslength.simulate import REPLICATES

    key = (case.hash, -(-asked["futures"] // REPLICATES), asked["seed"])
    if key not in _situations:
        _situations[key] = replay_to_as_of(case, key[1], key[2], parameters_of(case, None))
        while len(_situations) > 4:
            _situations.popitem(last=False)
    return _situations[key]


def _changes(document: dict[str, Any], whole: bool) -> tuple[dict[str, dict[str, str]], str | None]:
    """What sets the strategies apart as a picture; with `whole`, every picture of the report, and the report."""
    from armslength.report.compare_page import draw_apart, draw_comparison, write_compare_page

    drawn = draw_comparison(document) if whole else draw_apart(document)
    titles = {o["name"]: o["title"] for o in document["outcomes"]}
    named = {"apart": "What sets them apart", "pauses": "Who follows", "by-war": "As war grows likelier"}
    pictures = {
        name: {"title": named.get(name) or titles[name.removeprefix("changes/")], "wide": str(f.wide), "narrow": str(f.narrow)}
        for name, f in drawn.items()
    }  # fmt: skip
    return pictures, write_compare_page(document, drawn) if whole else None


def _both(build: Callable[[int], Any], name: str, label: str) -> dict[str, str]:
    """A chart in both widths, as pages show it."""
    from armslength.report.render_figures import draw

    drawn = draw(build, name, label, "The table holds its numbers")
    return {"wide": str(drawn.wide), "narrow": str(drawn.narrow)}


def write(folder: Path, result: Any) -> None:
    """A result as JSON."""
    folder.mkdir()
    text = json.dumps(result, ensure_ascii=False, allow_nan=False, default=str)
    (folder / "result.json").write_text(text, encoding="utf-8")


KINDS: dict[str, Callable[[Scenario, Asked, Path, Tell], None]] = {
    "forecast": forecast, "week": week, "story": story, "backtest": backtest, "fitted": fitted,
    "theories": theories, "time": time,
    "compare": compare, "refine": compare, "why": why,
}  # fmt: skip
QUICK = frozenset({"week", "story", "time", "compare"})  #: answered by the worker that no long work occupies


def warm(case: str) -> None:
    """Load and compile before anyone asks; what fails here fails again, and is said, when somebody does."""
    try:
        scenario = load(case)
        front = next(iter(scenario.fronts))
        asked = {"futures": 2000, "seed": 1, "days": 90, "pictures": False,
                 "strategies": [{"name": "A", "actions": [f"order front={front} tempo=1 on=+1"]}]}  # fmt: skip
        with tempfile.TemporaryDirectory() as folder:
            compare(scenario, asked, Path(folder) / "made", lambda *_: None)
    except ArmslengthError:
        return
    finally:
        give_back()
