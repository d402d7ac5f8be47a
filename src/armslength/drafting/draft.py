"""A case drafted from support data and event data: a folder that passes its check, and what a person should look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal

from armslength.drafting.case_files import Heading, case_files
from armslength.drafting.clients import Candidate, candidates
from armslength.drafting.decisions import Decision, decisions
from armslength.drafting.document import document
from armslength.drafting.opponents import find_opponents
from armslength.drafting.patrons import governments
from armslength.drafting.plan import Front, Plan, plan_case, slug
from armslength.drafting.plan_by_hand import plan_by_hand
from armslength.drafting.starting_priors import starting_priors
from armslength.drafting.support import SupportTable, read_support
from armslength.errors import ArmslengthError, Fault
from armslength.importing.actors_file import ActorsFile, actors_of, read_actors, write_actors
from armslength.importing.ged import GED
from armslength.importing.import_events import Imported, import_events
from armslength.importing.periods import Span, read_edge, read_span, whole
from armslength.importing.read_file import How
from armslength.scenario.coverage import unanswerable
from armslength.scenario.files import EVENTS, LARGEST, Texts
from armslength.scenario.parse import assemble
from armslength.scenario.scenario import Scenario
from armslength.writing import write_text

DOCUMENT = "DRAFT.md"


@dataclass(frozen=True)
class Draft:
    """A drafted case."""

    scenario: Scenario
    plan: Plan
    imported: Imported
    decisions: tuple[Decision, ...]  #: the most doubtful first
    files: dict[str, str]  #: text of each file by its name
    folder: Path | None  #: where it was written


def draft(
    patron: str | Sequence[str],
    ged: str | Path | Sequence[str | Path],
    start: str | date,
    end: str | date,
    esd: str | Path | None = None,
    out: str | Path | None = None,
    *,
    client: Sequence[str] = (),
    without: Sequence[str] = (),
    actors: str | Path | None = None,
    covered: Sequence[str] = (),
    step: str = "week",
    name: str | None = None,
    title: str = "",
    question: str = "",
    group: str = "",
    accessed: str | date | None = None,
    edition: str | None = None,
    encoding: str | None = None,
    date_format: str | None = None,
    carry_support: bool = False,
    priors: Literal["usual", "networks"] = "networks",
) -> Draft:
    """Draft a case from UCDP External Support and UCDP GED; the same files and options give the same case.

    Args:
        patron: name of the patron as the support data write it, or several names; other governments that the support data
            name as supporters of the same clients become patrons too. None of them: `client` names groups that nobody supports.
        ged: files of UCDP GED.
        start: first day of the history: a day, or a month or year for its first day.
        end: the as-of date: a day, or a month or year for its last day.
        esd: UCDP's table of external support by actor and year; may be left out where clients are named.
        out: folder to write, new or empty; nothing is written if left out.
        client: names of more clients, as the event data write them.
        without: names of governments that become no patrons, whatever the support data say.
        actors: a corrected `actors.csv`, which then says who is who in place of the rules.
        covered: spans FROM..TO in which no row means no clash; by rule if left out.
        step: day, week or month: how they are cut, and what the case goes by; only whole ones of `start` to `end` are in it.
        name: of the case; that of the folder, or of the patron, if left out.
        title: of the case; its patrons and years if left out.
        question: that the case asks; how many clashes there will be if left out.
        group: heading under which `armslength list` shows it.
        accessed: when the files were fetched; the day on which they were last written if left out.
        edition: version of the event data, where the name of the file does not say it.
        encoding: of text that is not UTF-8.
        date_format: of days that could be read in two ways.
        carry_support: let the support of the table's last year go on where the table ends before the case.
        priors: what numbers start from that the draft does not write: what other networks taught, or the usual ones.

    Raises:
        ArmslengthError: for bad files, and where no client, no front or too few clashes are left.
    """
    patrons, files = _listed(patron), _listed(ged)
    _refuse_empty(patrons, client, without, nobody=actors is None)
    asked = _case(start, end)
    case = _whole(asked, step, "--from and --to")
    folder, fetched = _free(out), _fetched(accessed)
    table = read_support(esd, encoding, fetched) if esd is not None else None
    wanted = _wanted(table, patrons, client, asked, carry_support, optional=actors is not None)
    wanted, others = _with_other_patrons(table, patrons, wanted, case, without)
    how = _how(step, case, encoding, date_format, fetched, edition)
    spans = _declared(covered, case, step)
    plan, listed = _planned(case, (patrons, others), wanted, files, how, spans, actors)
    imported = import_events("ged", files, listed, _counting(how, plan, spans))
    called = slug(name or (folder.name if folder else next(iter([*patrons, *client]), "case")))
    start_from, prior_decision = starting_priors(priors, called, plan)
    texts = case_files(Heading(called, title, question, group, start_from), plan, imported, table)
    scenario = _scenario(texts)
    carried = table is not None and table.years[1] < case.end.year
    made = decisions(plan, imported, table, carried, prior_decision)
    texts[DOCUMENT] = document(scenario, plan, imported, table, made, unanswerable(scenario))
    _write(folder, texts)
    return Draft(scenario, plan, imported, tuple(made), texts, folder)


def _write(folder: Path | None, texts: dict[str, str]) -> None:
    if folder is not None:
        for file, text in texts.items():
            write_text(folder / file, text)


def _how(
    step: str,
    case: Span,
    encoding: str | None,
    date_format: str | None,
    accessed: date | None,
    edition: str | None,
) -> How:
    return How(
        step=step,
        folds=step != "day",  # a case by the week or the month reads no day
        within=case,
        encoding=encoding,
        date_format=date_format,
        accessed=accessed,
        edition=edition,
    )


def _counting(how: How, plan: Plan, declared: Sequence[Span]) -> How:
    """Return how to read the files once it is known which days of which front are counted."""
    return replace(how, covered=tuple(declared), covered_by={f.id: f.covered for f in plan.fronts})


def _listed(given: str | Path | Sequence[str] | Sequence[str | Path]) -> list[Any]:
    return [given] if isinstance(given, (str, Path)) else list(given)


def _fetched(accessed: str | date | None) -> date | None:
    return read_edge(accessed, "--accessed", is_last=True) if isinstance(accessed, str) else accessed


def _scenario(texts: dict[str, str]) -> Scenario:
    """Return the scenario of the files; raises `ArmslengthError` where they are too large or not sound."""
    if (size := len(texts[EVENTS])) > LARGEST:
        raise ArmslengthError(
            f"the case's events take {size / 1e6:.0f} MB, more than {LARGEST / 1e6:.0f}; --step month, or fewer "
            "years, make it smaller"
        )
    scenario, faults = assemble(Texts(texts))
    if scenario is None:
        raise ArmslengthError(*faults)
    return scenario


def _refuse_empty(
    patrons: Sequence[str], clients: Sequence[str], without: Sequence[str], nobody: bool
) -> None:
    for option, names in (("--patron", patrons), ("--client", clients), ("--without", without)):
        if not all(name.strip() for name in names):
            raise ArmslengthError(f"{option} is empty; write a name as the data have it")
    if both := [name for name in without if name in patrons]:
        raise ArmslengthError(f"'{both[0]}' is named by --patron and by --without; it is one or the other")
    if nobody and not patrons and not clients:
        raise ArmslengthError(
            "no patron is named; --patron NAME names one, --client NAME alone a group that nobody supports"
        )


def _declared(covered: Sequence[str], case: Span, step: str) -> list[Span]:
    """Return the spans that the user declares covered, in whole steps; raise where none lies in the case."""
    spans = [read_span(text, "--covered") for text in covered]
    if spans and not any(span.meets(case) for span in spans):
        what = f"--covered declares no day between {case.start} and {case.end}; give a span within the case"
        raise ArmslengthError(what)
    return [_whole(span, step, "--covered") for span in spans]


def _with_other_patrons(
    table: SupportTable | None,
    patrons: Sequence[str],
    wanted: Sequence[Candidate],
    case: Span,
    without: Sequence[str],
) -> tuple[list[Candidate], list[str]]:
    """Return the same groups with what every government gave them in the case's years, and those not named before."""
    if table is None or not patrons:
        return list(wanted), []
    left_out = {table.supporter(name) for name in without}
    years = case.start.year, min(case.end.year, table.years[1])
    known = {table.supporter(name) for name in patrons} | left_out
    others = [name for name in governments(table, wanted, *years) if table.supporter(name) not in known]
    more = {c.name: c for c in candidates(table, [*patrons, *others], *years)}
    return [more.get(c.name, c) for c in wanted], others


def _planned(
    case: Span,
    patrons: tuple[Sequence[str], Sequence[str]],
    wanted: Sequence[Candidate],
    files: Sequence[str | Path],
    how: How,
    spans: Sequence[Span],
    actors: str | Path | None,
) -> tuple[Plan, ActorsFile]:
    """Return the plan and the list of actors: a person's own, or that of the rules."""
    if actors is not None:
        own = read_actors(actors)
        caught = import_events("ged", files, own, how)
        return _in_whole_steps(plan_by_hand(case, patrons, wanted, own, caught, spans), how.step), own
    found = find_opponents(GED, files, {c.name: c.ucdp_id for c in wanted}, case, how)
    plan = _in_whole_steps(plan_case(case, patrons, wanted, found, spans), how.step)
    return plan, actors_of(write_actors(plan.lines), "actors.csv")


def _case(start: str | date, end: str | date) -> Span:
    first = start if isinstance(start, date) else read_edge(start, "--from", is_last=False)
    last = end if isinstance(end, date) else read_edge(end, "--to", is_last=True)
    if last < first:
        raise ArmslengthError(f"--to {last} is before --from {first}; swap the dates")
    return Span(first, last)


def _in_whole_steps(plan: Plan, step: str) -> Plan:
    """Return the plan with what is counted of each front in whole steps."""

    def counted(front: Front) -> Front:
        what = f"what is counted of {front.id}"
        return replace(front, covered=tuple(_whole(span, step, what) for span in front.covered))

    return replace(plan, fronts=tuple(map(counted, plan.fronts)))


def _whole(span: Span, step: str, what: str) -> Span:
    """Return the whole steps of a span: a case goes by the step in which it is counted."""
    if (made := whole(span, step)) is None:
        raise ArmslengthError(f"{what}: {span} holds no whole {step}; name a longer span, or --step day")
    return made


def _free(out: str | Path | None) -> Path | None:
    if out is None:
        return None
    folder = Path(out)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ArmslengthError(
            Fault(folder, None, "is there already and not an empty folder", "name a new one")
        )
    return folder


def _wanted(
    table: SupportTable | None,
    patrons: Sequence[str],
    named: Sequence[str],
    case: Span,
    carry_support: bool,
    optional: bool,
) -> list[Candidate]:
    """Return who may be a client; raises where the table says nothing of the case's years, or nobody is left."""
    by_hand = [Candidate(name, "", (), ()) for name in named]
    if table is None:
        if not by_hand and not optional:
            raise ArmslengthError(
                "nothing says who the clients are; --esd FILE gives the support data, --client NAME a client, --actors FILE a list of actors"
            )
        return by_hand
    first, last = table.years
    if case.end.year > last and not carry_support:
        what = f"ends in {last}, before the case does on {case.end}"
        raise ArmslengthError(
            Fault(
                table.path,
                None,
                what,
                f"--to {last} ends the case there; --carry-support lets the last years' support go on",
            )
        )
    if case.start.year < first:
        what = f"begins in {first}, after the case does on {case.start}"
        raise ArmslengthError(Fault(table.path, None, what, f"--from {first} begins the case there"))
    found = candidates(table, patrons, case.start.year, min(case.end.year, last))
    if patrons and not found and not by_hand and not optional:
        ever = candidates(table, patrons, first, last)
        years = sorted({year.year for c in ever for year in c.support})
        hint = (
            f"it did in {years[0]}-{years[-1]}: {', '.join(c.name for c in ever[:6])}"
            if ever
            else "in no year of the table"
        )
        whom = " or ".join(patrons)
        what = f"no client: it has no armed group that {whom} supported from {case.start.year} to {case.end.year}"
        raise ArmslengthError(Fault(table.path, None, what, hint))
    known = {c.name for c in found}
    return [*found, *(c for c in by_hand if c.name not in known)]
