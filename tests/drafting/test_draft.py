"""A drafted case passes its check, says each decision with its rule, and comes out the same again."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import get_args

import pytest
from typer.testing import CliRunner

import armslength
from armslength.cli import app
from armslength.drafting.clients import candidates
from armslength.drafting.draft import Draft, draft
from armslength.drafting.ends import last_known
from armslength.drafting.support import KINDS, read_support
from armslength.errors import ArmslengthError
from armslength.forecasting.evidence_summary import evidence_of
from armslength.importing.account import read_account
from armslength.scenario.schema.evidence import SupportKind
from tests.drafting.conftest import SUPPORT, clashes, support_row, support_text
from tests.importing.conftest import ged_text

ACCESSED = "2020-02-03"


def drafted(data: dict[str, Path], **other: object) -> Draft:
    options = {
        "patron": "Government of Far",
        "start": "2001",
        "end": "2003",
        "accessed": ACCESSED,
        **data,
        **other,
    }
    return draft(**options)


def test_the_case_passes_its_check_and_holds_what_the_data_say(data, tmp_path: Path) -> None:
    made = drafted(data, out=tmp_path / "far-case")
    report = armslength.check(tmp_path / "far-case")
    assert report.sound, report.faults
    case = report.scenario
    assert (case.name, case.start, case.as_of) == ("far-case", date(2001, 1, 1), date(2003, 12, 28))
    assert list(case.clients) == ["the-group", "the-other-group"]
    assert list(case.fronts) == ["the-group/land", "the-other-group/land"]
    assert case.clients["the-group"].description == "Supported by Government of Far in 2001-2002."
    assert (
        "2001: weapons, training by Government of Far; 2002: funding by Government of Far"
        in made.files["DRAFT.md"]
    )
    assert case.endpoint.fronts == ("the-group/land",)
    tallies = [e for e in case.events if e.kind == "tally"]
    for single in (
        e for e in case.events if e.kind == "attack"
    ):  # the count of a week stands for its clashes
        assert not any(t.series == single.series and t.date <= single.date <= t.end_date for t in tallies)
    by_day = drafted(data, step="day").scenario
    assert sum(e.kind == "attack" for e in by_day.events) == 45
    weeks = [e for e in case.events if e.kind == "tally" and e.series == "ged-the-other-group-land"]
    assert (weeks[0].date, weeks[-1].end_date) == (date(2002, 1, 7), date(2002, 12, 29))  # whole weeks
    assert sum(e.count for e in weeks) == 15
    assert min(e.count for e in weeks) == 0
    assert case.sources["ged"].title == "UCDP GED, version 23.1; as UCDP publishes it, 49 columns"
    for citation in (case.sources["ged"].citation, case.sources["esd"].citation):
        assert "CC BY 4.0. Accessed 2020-02-03" in citation
        assert citation in evidence_of(case).vintage_note  # as the report prints it
    assert {path.name for path in (tmp_path / "far-case").iterdir()} == set(made.files)


def test_every_row_is_accounted_for(data, tmp_path: Path) -> None:
    made = drafted(data, out=tmp_path / "far-case")
    account = read_account(tmp_path / "far-case/rows.csv")
    assert len(account) == 58
    events = {e.event_id for e in made.scenario.events}
    assert all((row.event in events) == (row.outcome in ("kept", "folded")) for row in account)
    assert all(row.reason for row in account if row.outcome == "dropped")


def test_the_document_gives_each_decision_its_rule_most_doubtful_first(data) -> None:
    made = drafted(data)
    assert [d.doubt for d in made.decisions] == sorted((d.doubt for d in made.decisions), reverse=True)
    assert all(d.what and d.rule and d.look for d in made.decisions)
    text = made.files["DRAFT.md"]
    for words in (
        "The Group - The Other Group (4: both sides are clients)",
        "The Group - Rivals (3: 3 clashes in the case, fewer than 10)",
        "Silent Group",
        "The Group was supported by The Band, ex-Army too",
        "The Group 5",
        "| 3 | Rivals |",
        "| `clients.*.autonomy` | normal(0.5, 0.5) | 0.5 | assumed | assumed |",
        "By rule: the front with the most clashes before 2002-07-01",
    ):
        assert words in text, words
    assert "Early Group" not in text


def test_the_case_says_what_it_counts_and_goes_by_the_step_of_its_counts(data) -> None:
    for step in ("day", "week", "month"):
        case = drafted(data, step=step).scenario
        assert case.step == step
        assert set(case.counted) == {"deadly_clashes"}
        (said,) = (s for s in evidence_of(case).cannot_answer if s.startswith("Cannot be asked"))
        assert "deadly clashes" in said
        assert "reprisals" in said
    assert (drafted(data, step="month").scenario.as_of) == date(2003, 12, 31)
    with pytest.raises(ArmslengthError, match="holds no whole month; name a longer span, or --step day"):
        drafted(data, step="month", covered=["2001-02-03..2001-02-20"])


def test_a_group_that_both_data_sets_forgot_years_ago_has_ended(data) -> None:
    """The Group has clashes and rows to 2003, the other one to 2002: with five full years between, only that one ends."""
    longer = {"end": "2008", "carry_support": True}
    made = drafted(data, **longer)
    case = made.scenario
    last = {c.id: last_known(c, made.plan) for c in made.plan.clients}
    assert last == {"the-group": 2003, "the-other-group": 2002}
    assert {i: c.until for i, c in case.clients.items()} == {
        "the-group": None,
        "the-other-group": date(2002, 12, 31),
    }
    assert case.living_fronts == ("the-group/land",) == case.endpoint.fronts
    (decision,) = (d for d in made.decisions if d.title == "Groups that had ended")
    assert decision.what == "The Other Group 2002-12-31"
    assert "more than 5 full years" in decision.rule
    assert "Groups that had ended" in made.files["DRAFT.md"]
    result = armslength.forecast(case, futures=100, days=28, parameters="prior").result
    assert [front.client for front in result.actors.fronts] == ["the-group"]
    # a year earlier nobody has been silent for so long, and where all would have ended none is taken to have
    assert not [c for c in drafted(data, end="2007", carry_support=True).scenario.clients.values() if c.until]
    assert not [c for c in drafted(data, end="2010", carry_support=True).scenario.clients.values() if c.until]


def test_it_is_the_same_again(data, tmp_path: Path) -> None:
    again = drafted(data, out=tmp_path / "there")
    assert again.files == drafted(data, name="there").files
    assert {p.name: p.read_text(encoding="utf-8") for p in (tmp_path / "there").iterdir()} == again.files


def test_a_corrected_list_of_actors_stands(data, tmp_path: Path) -> None:
    first = drafted(data)
    actors = tmp_path / "mine.csv"
    actors.write_text(
        first.files["actors.csv"]
        + "Rivals,adversary,rivals,The rivals,,,\nThe Umbrella,label,the-group;the-other-group,,,,\n",
        encoding="utf-8",
    )
    data["ged"].write_text(
        data["ged"].read_text(encoding="utf-8")
        + ged_text(clashes("2002-08-01", 4, 5, 600, side_b="The Umbrella", dyad_name="u")).split("\n", 1)[1],
        encoding="utf-8",
    )
    made = drafted(data, actors=actors, out=tmp_path / "again")
    assert armslength.check(tmp_path / "again").sound
    assert list(made.scenario.fronts) == ["the-group/land", "the-group/rivals", "the-other-group/land"]
    assert made.scenario.umbrellas["the-umbrella"].fronts == ("the-group/land", "the-other-group/land")
    shared = [e for e in made.scenario.events if e.kind == "attack" and len(e.fronts) == 2]
    assert len(shared) == 4
    assert "Fronts with few clashes" in made.files["DRAFT.md"]


def test_ids_tell_supporters_apart_where_names_hold_commas(data) -> None:
    table = read_support(data["esd"])
    assert table.supporter("the band, ex-army") == "300"
    found = {c.name: c for c in candidates(table, ["Government of Far"], 2001, 2003)}
    assert set(found) == {"The Group", "The Other Group", "Silent Group"}
    assert found["The Group"].others == ("The Band, ex-Army",)
    assert found["The Group"].active == (
        (2001, "Government of Land"),
        (2002, "Government of Land"),
        (2003, "Government of Land"),
    )


def test_an_actor_that_was_renamed_is_found_by_its_id(data) -> None:
    text = data["ged"].read_text(encoding="utf-8").replace("The Other Group", "New Name")
    rows = text.splitlines()
    where = rows[0].split(",").index("side_b_new_id")
    for i, row in enumerate(rows):
        cells = row.split(",")
        if "New Name" in row and len(cells) == 49:
            cells[where] = "11" if cells[where + 1] == "New Name" else ""
            rows[i] = ",".join(cells)
    data["ged"].write_text("\n".join(rows) + "\n", encoding="utf-8")
    made = drafted(data)
    assert "New Name" in made.files["actors.csv"]
    assert "The Other Group is New Name" in made.files["DRAFT.md"]


def test_support_that_ends_early_may_be_carried_on(data) -> None:
    with pytest.raises(
        ArmslengthError,
        match=r"esd.csv: ends in 2004, before the case does on 2005-12-31; --to 2004 .*--carry-support",
    ):
        drafted(data, end="2005")
    made = drafted(data, end="2005", carry_support=True)
    assert "Support after the table ends" in made.files["DRAFT.md"]


def test_a_government_that_is_left_out_is_no_patron(data) -> None:
    client = drafted(data).scenario.clients["the-other-group"]
    assert set(client.support) == {"far", "near"}
    made = drafted(data, without=["Government of Near"])
    assert list(made.scenario.patrons) == ["far"]
    assert "The Other Group was supported by Government of Near too" in made.files["DRAFT.md"]


def test_groups_that_nobody_supports_are_drafted_without_a_patron(data) -> None:
    made = drafted(data, patron=(), client=["The Group"], esd=None, out=None)
    case = made.scenario
    assert case.clients["the-group"].support == {}
    assert (case.name, case.title) == ("the-group", "The Group, 2001-2003")
    assert case.patron.name == "No patron"


def test_what_the_case_is_called_is_the_users_to_write(data, tmp_path: Path) -> None:
    actors = tmp_path / "mine.csv"
    header = "actor,role,id,name,from,to,note\n"
    lines = "The Group,client,group,The Old Group,,,\nGovernment of Land,adversary,land,The Land,,,\n"
    actors.write_text(header + lines, encoding="utf-8")
    made = drafted(data, actors=actors, title="A title", question="What now?", group="Far away")
    case = made.scenario
    assert (case.title, case.question, case.group) == ("A title", "What now?", "Far away")
    assert case.clients["group"].name == "The Old Group"
    assert case.adversaries["land"].name == "The Land"


def test_a_client_may_fight_the_patron_of_another(data) -> None:
    data["ged"].write_text(
        data["ged"]
        .read_text(encoding="utf-8")
        .replace("Government of Land - The Group", "x")
        .replace("Government of Land", "Government of Near"),
        encoding="utf-8",
    )
    made = drafted(data, patron=["Government of Far", "Government of Near"])
    assert list(made.scenario.fronts) == ["the-group/near"]
    assert (
        "The Other Group - Government of Near (15: a client against the patron itself)"
        in made.files["DRAFT.md"]
    )


def test_counts_reach_as_far_as_the_data_do(data, tmp_path: Path) -> None:
    """The data go on after the last clash of the case's own actors: what follows is known to be zero."""
    first = drafted(data, end="2004")
    actors = tmp_path / "mine.csv"
    actors.write_text(first.files["actors.csv"], encoding="utf-8")
    again = drafted(data, end="2004", actors=actors)
    assert [f.covered for f in again.plan.fronts] == [f.covered for f in first.plan.fronts]


def test_clients_may_be_named_without_support_data(data) -> None:
    made = draft("Nobody", data["ged"], "2001", "2003", client=["The Group"], accessed=ACCESSED)
    assert list(made.scenario.clients) == ["the-group"]
    assert "no support data were given" in made.files["DRAFT.md"]


@pytest.mark.parametrize(
    ("other", "says"),
    [
        ({"patron": "Far"}, "no supporter is called 'Far'; did you mean 'Government of Far'?"),
        ({"start": "1999", "end": "2000"}, "a front needs|no front is left for Early Group"),
        (
            {"patron": "Government of Near", "start": "2004", "end": "2004"},
            "no client: it has no armed group that Government of Near supported from 2004 to 2004",
        ),
        ({"start": "2001", "end": "2001-06"}, "8 clashes|no front is left"),
        ({"start": "2003", "end": "2001"}, "--to 2001-12-31 is before --from 2003-01-01"),
        ({"start": "1960"}, "begins in 1999, after the case does on 1960-01-01"),
        ({"start": "now"}, "--from is 'now'; it must be YYYY-MM-DD"),
        ({"esd": None}, "nothing says who the clients are"),
        ({"covered": ["2001"]}, "--covered is '2001'; write FROM..TO"),
        ({"covered": ["1990..1992"]}, "--covered declares no day between"),
        ({"patron": ""}, "--patron is empty"),
        ({"client": [" "]}, "--client is empty"),
        ({"without": [""]}, "--without is empty"),
        ({"without": ["Government of Nea"]}, "no supporter is called 'Government of Nea'; did you mean"),
        ({"without": ["Government of Far"]}, "is named by --patron and by --without"),
        ({"patron": ()}, "no patron is named; --patron NAME names one"),
    ],
)
def test_bad_input_is_one_sentence(other, says, data) -> None:
    with pytest.raises(ArmslengthError, match=says):
        drafted(data, **other)


def test_too_few_clashes_say_how_many_are_needed(data) -> None:
    data["ged"].write_text(ged_text(clashes("2001-02-01", 12, 20)), encoding="utf-8")
    with pytest.raises(ArmslengthError, match=r"12 clashes are left between .* and a fit needs at least 20"):
        drafted(data)
    data["ged"].write_text(ged_text(clashes("2001-02-01", 9, 20)), encoding="utf-8")
    with pytest.raises(
        ArmslengthError,
        match=r"a front needs at least 10 clashes, and the best, The Group against Government of Land, has 9",
    ):
        drafted(data)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("day,n\n2001-01-01,3\n", "is no table of UCDP External Support: it has no columns ext_id, ext_sup"),
        (
            support_text(SUPPORT).replace("ext_name", "ext_nam", 1),
            "the column 'ext_name' is missing; .*did you mean 'ext_nam'?",
        ),
        (
            support_text([support_row(2001, "A", 1, ["Government of Far"], ext_count=2)]),
            "esd.csv:2: ext_id lists 1 supporters, ext_count 2",
        ),
        (
            support_text([{**support_row(2001, "A", 1, ["Government of Far"]), "year": "x"}]),
            "esd.csv:2: 'year' is 'x'",
        ),
    ],
)
def test_support_data_of_another_form_are_refused(text, says, data) -> None:
    data["esd"].write_text(text, encoding="utf-8")
    with pytest.raises(ArmslengthError, match=says):
        drafted(data)


def test_the_command_writes_a_folder_and_says_what_to_look_at(data, tmp_path: Path) -> None:
    arguments = [
        "--patron",
        "Government of Far",
        "--esd",
        data["esd"],
        "--ged",
        data["ged"],
        "--from",
        "2001",
        "--to",
        "2003",
    ]
    out = tmp_path / "far"
    ran = CliRunner().invoke(app, ["draft", *map(str, arguments), "--out", str(out)], catch_exceptions=False)
    said = " ".join(ran.output.split())
    assert ran.exit_code == 0
    assert "2 clients, 1 adversaries, 2 fronts" in said
    assert "What is counted are deadly clashes" in said
    with pytest.raises(ArmslengthError, match="is there already and not an empty folder"):
        CliRunner().invoke(app, ["draft", *map(str, arguments), "--out", str(out)], catch_exceptions=False)


def test_event_data_that_end_before_the_case_are_the_first_doubt(data) -> None:
    data["ged"].write_text(ged_text(clashes("2001-02-01", 25, 20)), encoding="utf-8")
    made = drafted(data)
    assert made.decisions[0].title == "The event data end before the case"
    assert max(e.end_date for e in made.scenario.events if e.kind == "tally") == date(2002, 5, 26)  # a Sunday


def test_what_may_be_one_adversary_or_no_client_is_a_doubt(data) -> None:
    more = clashes(
        "2002-03-02", 12, 9, 700, side_a="Republic of Land", dyad_name="Republic of Land - The Group"
    )
    rows = [*SUPPORT, *(support_row(year, "The Other Group", 11, []) for year in (2000, 2001, 2003))]
    data["esd"].write_text(support_text(rows), encoding="utf-8")
    data["ged"].write_text(
        data["ged"].read_text(encoding="utf-8") + ged_text(more).split("\n", 1)[1], encoding="utf-8"
    )
    told = {d.title: d.what for d in drafted(data).decisions}
    assert told["Adversaries whose names are alike"] == "Government of Land and Republic of Land"
    assert told["Clients that were seldom supported"] == "The Other Group in 33% of its years of conflict"


def test_every_government_that_supported_a_client_is_a_patron_of_it(data, tmp_path: Path) -> None:
    made = drafted(data, out=tmp_path / "case")
    assert armslength.check(tmp_path / "case").sound
    case = made.scenario
    assert {i: p.name for i, p in case.patrons.items()} == {
        "far": "Government of Far",
        "near": "Government of Near",
    }
    years = {
        (client, patron): [(s.start.year, s.end.year, s.source) for s in spans]
        for client, entry in case.clients.items()
        for patron, spans in entry.support.items()
    }
    # the table has a row of 2003 in which nobody supported the group, and none of the other group but in 2002
    assert years["the-group", "far"] == [(2001, 2001, "esd"), (2002, 2002, "esd")]
    assert years["the-other-group", "near"] == [
        (2001, 2001, "assumed"),
        (2002, 2002, "esd"),
        (2003, 2003, "assumed"),
    ]
    assert case.clients["the-other-group"].support["far"][1].kinds == ("territory",)
    told = {d.title: d.what for d in made.decisions}
    assert told["Patrons that you did not name"] == "Government of Near of The Other Group"
    assert told["Support in years without a row"] == "The Other Group 2001, 2003"
    assert told["Whose kinds of support they are"] == "The Other Group"


def test_patrons_that_are_named_come_first_and_one_alone_is_the_plain_form(data) -> None:
    both = drafted(data, patron=["Government of Near", "Government of Far"])
    assert list(both.scenario.patrons) == ["near", "far"]
    assert both.scenario.title == "Government of Near and Government of Far and their clients, 2001-2003"
    assert "Patrons that you did not name" not in both.files["DRAFT.md"]
    data["esd"].write_text(
        support_text([row for row in SUPPORT if row["ext_id"] != "90,94"]), encoding="utf-8"
    )
    alone = drafted(data)
    assert 'patron:\n  id: "far"' in alone.files["scenario.yaml"]
    assert list(alone.scenario.clients["the-group"].support) == ["far"]
    idle = drafted(data, patron=["Government of Far", "Government of Near"])
    assert list(idle.scenario.patrons) == ["far"]
    assert "Patrons that are left out" in idle.files["DRAFT.md"]


def test_kinds_of_support_are_those_of_the_format() -> None:
    assert tuple(KINDS.values()) == get_args(SupportKind)
