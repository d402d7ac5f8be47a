"""What each page shows, as data: the page renders it and its JSON twin returns it."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping
from typing import Any

from armslength.forecasting.evidence_summary import actors_of, history_of
from armslength.formatting import capital
from armslength.report.summary_text import answer
from armslength.results.actors import Actors
from armslength.results.evidence import Driver, Report
from armslength.results.fit import FitResult, LearnedParameter
from armslength.results.forecast import ForecastResult
from armslength.scenario import Scenario
from armslength.scenario.check import check
from armslength.scenario.explain import explain
from armslength.scenario.parameter_values import Site
from armslength.scenario.schema import Claim
from armslength.scenario.suggest import did_you_mean
from armslength.web import results_cache, scenario_files
from armslength.web.app_state import AppState, InvalidScenario, Made, NotFound
from armslength.web.entity_view import about as record_of
from armslength.web.jobs import Job
from armslength.web.time_window import name_of, span_of

View = dict[str, Any]
STORY_DAYS = 30
WEEK_DRAWS = 40
LITTLE = 0.05  # of a change: an event that did less is not named for it


def waiting(job: Job) -> View:
    """What stands in place of a result that is being made."""
    return {"ready": False, "job": job.as_data()}


def ready(app_state: AppState, case: str) -> bool | Job:
    """Whether the first page's forecast is there, or the job that makes it."""
    found = app_state.forecast(case)
    return found if isinstance(found, Job) else True


def overview(app_state: AppState, case: str) -> View:
    """The network at a glance, the answer in words with numbers, and what changed last week."""
    made = app_state.forecast(case)
    if isinstance(made, Job):
        return waiting(made)
    result = made.result
    changed = week(app_state, case)
    return {
        "ready": True,
        **result.model_dump(
            mode="json", include={"scenario", "evidence", "actors", "state", "follow", "manifest"}
        ),
        "answer": answer(result).model_dump(mode="json"),
        "week": waiting(changed) if isinstance(changed, Job) else changed,
        "on_prior": results_cache.on_prior(app_state.scenario(case)),
    }


def week(app_state: AppState, case: str, shown: int = 6) -> View | Job:
    """What the last week's reports changed, and which event moved what most."""
    found = app_state.result("week", case, {"draws": WEEK_DRAWS, "seed": 1})
    if isinstance(found, Job):
        return found
    scenario = app_state.scenario(case)
    actors = actors_of(scenario)
    labels = {row.id: _reported(row, actors) for row in history_of(scenario)}
    changes = [
        {**c, "name": named(actors, c["number"]), "event": _mover(c, labels)}
        for c in found["changes"][:shown]
    ]
    return {
        "ready": True,
        "since": found["since"],
        "events": [labels[i] for i in found["added"] if i in labels],
        "changes": changes,
    }


def _mover(change: Mapping[str, Any], labels: Mapping[str, View]) -> str | None:
    """The event that moved a number most; nothing where none of them did much by itself."""
    whole = max(abs(change["by_time_alone"]), abs(change["after"] - change["before"]))
    if abs(change["by_that_event"]) < LITTLE * whole:
        return None
    row = labels.get(change["moved_most_by"])
    return f"{row['kind'].replace('_', ' ')}: {row['label']}" if row else None


def _reported(row: Report, actors: Actors) -> View:
    """A record with its label in words."""
    return {**row.model_dump(mode="json"), "label": labelled(row, actors)}


def labelled(row: Report, actors: Actors) -> str:
    """What a record says; one without a note names its fronts in words."""
    if not row.label.startswith(f"{row.kind.replace('_', ' ')}: "):
        return row.label
    return "; ".join(map(actors.name, row.fronts)) or row.label.partition(": ")[2]


def named(actors: Actors, number: str) -> str:
    """`tempo of CLIENT/ADVERSARY` in the case's own names."""
    what, _, who = number.partition(" of ")
    said = {
        "tempo": "attacks a day", "compliance": "accepts an order given today", "attribution": "blames the patron",
        "restraint": "restraint in force", "pressure": "red-line pressure",
    }  # fmt: skip
    return capital(f"{said.get(what, what)}: {actors.name(who)}" if who else what)


def time(
    app_state: AppState,
    case: str,
    span: str = "all",
    fronts: list[str] | None = None,
    since: str = "",
    until: str = "",
) -> View:
    """What was reported and the fan of futures, on one axis; the ladder day by day. No list of fronts is all of them."""
    made = app_state.forecast(case)
    if isinstance(made, Job):
        return waiting(made)
    result, actors = made.result, made.result.actors
    known = [front.id for front in actors.fronts_in_order]
    if strangers := [front for front in fronts or [] if front not in known]:
        raise NotFound(f"no front is called '{strangers[0][:80]}'; {did_you_mean(strangers[0][:80], known)}")
    chosen = [front for front in known if fronts is None or front in fronts]
    axis = span_of(result, span, since, until)
    reports = [row for row in result.history if axis.overlaps(row.start, row.end)]
    return {
        "ready": True,
        "scenario": result.scenario.model_dump(mode="json"),
        "span": name_of(result, axis),
        "since": axis.first.isoformat(),
        "until": axis.last.isoformat(),
        "fronts": [{"id": f, "name": actors.name(f), "chosen": f in chosen} for f in known],
        "history": [
            {**_reported(row, actors), "names": list(map(actors.name, row.fronts))}
            for row in reports
            if chosen == known or set(row.fronts) & set(chosen)
        ],
        "weekly": [
            week.model_dump(mode="json")
            for week in result.weekly
            if week.front in chosen and axis.overlaps(week.week, week.last_day)
        ],
        "ladder": result.ladder.model_dump(mode="json"),
    }


def time_pictures(app_state: AppState, case: str, shown: View) -> Job | tuple[str, list[dict[str, Any]]]:
    """The fronts' pictures on the axis asked for, with the run that holds them: the forecast's own, or fresh ones where it is zoomed."""
    made = app_state.forecast(case)
    assert isinstance(made, Made)
    named = {front["id"]: front["name"] for front in shown["fronts"] if front["chosen"]}
    if shown["span"] == "all":
        held = [f for f in named if f"time/{f}" in made.pictures]
        drawn = [
            {"front": f, "picture_name": f"time/{f}", "name": named[f], **made.pictures[f"time/{f}"]}
            for f in held
        ]
        return made.run.id, drawn
    file = str(made.run.folder / "forecast.json")
    asked = {"document": file, "since": shown["since"], "until": shown["until"], "fronts": list(named)}
    run = app_state.finished("time", case, asked)
    return (
        run
        if isinstance(run, Job)
        else (run.id, [{**row, "picture_name": row["front"]} for row in run.result()])
    )


def story(app_state: AppState, case: str, seed: int) -> View | Job:
    """One future in sentences, in the case's own names."""
    app_state.within("seed", seed, 0, 2**32 - 1)
    run = app_state.finished("story", case, {"days": STORY_DAYS, "seed": seed})
    if isinstance(run, Job):
        return run
    found = run.result()
    return {
        "ready": True, "run": run.id, "seed": seed, "days": found["days_told"], "in_all": found["in_all"], "events": found["events"],
    }  # fmt: skip


def evidence(app_state: AppState, case: str) -> View:
    """Claims, sources, and every number of the model with what it rests on."""
    scenario = app_state.scenario(case)
    cited = _cited(scenario)
    numbers = [number_row(site) for site in scenario.sites()]
    return {
        "ready": True,
        "case": {"name": case, "title": scenario.title, "as_of": scenario.as_of.isoformat()},
        "claims": [claim_row(claim) for claim in scenario.claims],
        "sources": [
            {"id": s.id, "title": s.title, "address": s.address, "note": s.note, "cited": cited[s.id],
             "published": s.published.isoformat() if s.published and s.published.year < 9999 else None}
            for s in scenario.sources.values()
        ],
        "numbers": numbers,
        "bases": dict(Counter(row["basis"] for row in numbers)),
        "cannot_answer": list(check(app_state.case(case).folder).cannot_answer),
    }  # fmt: skip


def evidence_csv(app_state: AppState, case: str, table: str) -> str:
    """Claims, numbers or sources, as the page lists them."""
    rows = evidence(app_state, case)[table]
    for row in rows:
        if "90" in row:
            row["prior_5_percent"], row["prior_95_percent"] = row.pop("90")
    columns = list(dict.fromkeys(key for row in rows for key in row))
    held = io.StringIO()
    writer = csv.writer(held, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(row[key]) for key in columns] for row in rows)
    return held.getvalue()


def _cell(value: Any) -> str:
    """Text that no spreadsheet takes for a formula."""
    text = "; ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
    return (
        f"'{text}"
        if text[:1] in ("=", "+", "-", "@", "\t", "\r") and not isinstance(value, float | int)
        else text
    )


def number(app_state: AppState, case: str, path: str) -> View:
    """One number: what it is, prior, value, where it acts, source and claims; and the fit's word on it, if there is one."""
    scenario = app_state.scenario(case)
    found = explain(scenario, path)
    fit = fitted(app_state, case)
    return {
        "ready": True, "path": path, **number_row(found.site), "equation": found.equation,
        "rows": [{"what": what, "is": text} for what, text in found.rows() if what != "claim"],
        "claims": [claim_row(claim) for claim in found.claims], "fit": None if isinstance(fit, Job) else learned(fit, path),
    }  # fmt: skip


def learned(fit: FitResult | None, path: str) -> LearnedParameter | None:
    """Return what a fit says of a parameter; None where there is no fit, or where it says nothing."""
    return next((row for row in fit.parameters if row.name == path), None) if fit else None


def about(app_state: AppState, case: str, subject: str) -> View:
    """One actor, tie or front: how it stands now, its numbers, the claims under them."""
    made = app_state.forecast(case)
    scenario = app_state.scenario(case)
    found = record_of(scenario, subject, None if isinstance(made, Job) else made.result)
    return {
        **found, "ready": True, "as_of": scenario.as_of.isoformat(),
        "sites": [number_row(site) for site in found["sites"]], "claims": [claim_row(c) for c in found["claims"]],
    }  # fmt: skip


def number_row(site: Site) -> View:
    """One number in a list."""
    low, high = site.prior.interval(0.9)
    return {
        "path": site.name, "meaning": site.record.meaning, "unit": site.record.unit, "value": site.value,
        "prior": str(site.prior), "90": [low, high], "source": site.source, "written": site.written, "basis": basis(site.source),
    }  # fmt: skip


def basis(source: str) -> str:
    """Whether a number rests on anything but an assumption.

    >>> basis("assumed"), basis("K1; assumed"), basis("K1")
    ('only assumed', 'partly assumed', 'sourced')
    """
    assumed = ["assumed" in part for part in source.split(";") if part.strip()]
    return "only assumed" if all(assumed) else "partly assumed" if any(assumed) else "sourced"


def claim_row(claim: Claim) -> View:
    """One claim."""
    return {
        "id": claim.id, "group": claim.group, "says": claim.paraphrase, "speaker": claim.speaker,
        "quality": claim.quality, "bears_on": list(claim.bears_on),
    }  # fmt: skip


def _cited(scenario: Scenario) -> Counter[str]:
    """How often each source is named by an event or a number."""
    texts = [e.source for e in scenario.events] + [s.source for s in scenario.sites()]
    return Counter(part.strip() for text in texts for part in text.split(";"))


def drivers(result: ForecastResult, about: str | None = None) -> list[Driver]:
    """What the numbers of the first page rest on; one of them, where it is asked for."""
    return [row for row in result.drivers if about in (None, row.number)]


def fitted(app_state: AppState, case: str) -> FitResult | Job | None:
    """Return what the data taught and how the model fits, the job that reads it, or None for a case without a fit."""
    run = app_state.finished("fitted", case, {})
    return run if isinstance(run, Job) else results_cache.fit_of(run)


def trust(app_state: AppState, case: str) -> View:
    """How far to trust it: what is at hand of the fit, scores, theories, and the ledger."""
    found = fitted(app_state, case)
    held = {kind: results_cache.at_hand(app_state, case, kind) for kind in results_cache.ASKED}
    return {
        "ready": True, "case": case, "fit": waiting(found) if isinstance(found, Job) else {"ready": True, "document": found},
        **{kind: waiting(made) if isinstance(made, Job) else made and made.result() for kind, made in held.items()},
        "ledger": results_cache.ledger(),
    }  # fmt: skip


def scenario(app_state: AppState, case: str) -> View:
    """The files of a scenario, what its check finds, and what a copy changed."""
    ref = app_state.case(case)
    files = scenario_files.texts_of(ref.folder)
    return {
        "ready": True, "case": case, "editable": ref.is_copy, "files": files, "check": scenario_files.check_texts(files),
        "difference": scenario_files.difference(app_state, case), "on_prior": prior_only(app_state, case),
    }  # fmt: skip


def prior_only(app_state: AppState, case: str) -> str | None:
    """Why a case stands on its priors; nothing where a fit stands for it, or where it does not load."""
    try:
        return results_cache.on_prior(app_state.scenario(case))
    except InvalidScenario:
        return None
