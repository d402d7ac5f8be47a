"""Several patrons are read, named and kept; what cannot be is one sentence with its line."""

from __future__ import annotations

from datetime import date

import pytest

from armslength.errors import ArmslengthError
from armslength.scenario import check, load
from armslength.scenario.actions import parse_action
from armslength.scenario.events import read_events, write_events
from armslength.scenario.schema import Support
from armslength.scenario.support import given, senders, supporters


def test_further_patrons_have_parameters_of_their_own(made):
    case = load(made())
    assert case.network.bonds == ("band", "both", "alone", "band.far", "both.far")
    assert case.site("clients.band.far.autonomy").value == 0.1
    assert case.site("clients.band.autonomy").value == 0.5
    names = {site.name for site in case.sites()}
    assert "clients.both.far.support" in names
    assert not names & {"clients.both.far.embedding", "clients.alone.far.support"}
    assert str(case.site("clients.alone.tie").prior) == "fixed(0)"
    assert case.network.patrons_of == {"band": ("near", "far"), "both": ("near", "far"), "alone": ("near",)}
    assert str(case.site("commanders.far.charisma").prior) == "fixed(0.5)"  # an organisation
    assert str(case.site("commanders.general.charisma").prior) == "beta(4, 4)"
    assert case.commander_on(case.as_of, "far") == "far"


def test_patrons_come_go_and_switch(made):
    case = load(made())
    june, july, ahead = date(2001, 6, 30), date(2001, 7, 1), date(2002, 3, 1)
    assert supporters(case, "band", june) == ("near",)
    assert supporters(case, "band", july) == ("far",)
    assert supporters(case, "both", july) == ("near", "far")
    assert supporters(case, "alone", july) == ()
    levels = given(case, june, 300)
    assert levels[0].tolist() == [1, 1, 0, 0, 1]
    assert levels[1].tolist() == [0, 1, 0, 2, 1]
    assert levels[(ahead - june).days].tolist() == levels[1].tolist()  # what lasts to the as-of date goes on
    heard = senders(case, levels, 300)
    assert heard[0].tolist() == [0, 0, 0]
    assert heard[1].tolist() == [1, 0, 0]  # of equals the first


def test_a_year_is_its_days():
    span = Support.model_validate({"from": 1999, "to": 2000, "source": "assumed"})
    assert (span.start, span.end) == (date(1999, 1, 1), date(2000, 12, 31))


def test_a_case_without_dates_has_every_patron_throughout(made):
    case = load(
        made(
            (
                "    support:\n      near:\n        - {from: 2000, to: 2001-06-30, kinds: [weapons], source: assumed}\n      far:\n        - {from: 2001-07-01, to: 2001, level: 2, kinds: [funding, territory], source: assumed}\n",
                "",
            ),
            (", support: nobody", ""),
        )
    )
    assert given(case, case.first_day, 3) is None
    assert "Who supported The Band when: the case does not say it" in " ".join(
        check(case.folder).cannot_answer
    )


def test_one_patron_of_a_list_is_the_plain_form(made):
    case = load(
        made(
            ("  far: {name: Far}\n", ""),
            ("    towards:\n      far: {autonomy: {value: 0.1, source: assumed}}\n", ""),
            (
                "      far:\n        - {from: 2001-07-01, to: 2001, level: 2, kinds: [funding, territory], source: assumed}\n",
                "",
            ),
            rows=(),
        )
    )
    assert not case.network.several
    assert case.network.bonds == case.network.clients
    assert supporters(case, "band", case.as_of) == ()


def test_rows_with_a_patron_are_written_back(made):
    folder = made()
    found, faults = read_events((folder / "events.csv").read_text(encoding="utf-8"))
    assert not faults
    again, _ = read_events(write_events(found))
    assert [e.patron for e in again] == [e.patron for e in found]
    assert {e.patron for e in found} == {None, "near", "far"}
    assert "patron" not in write_events([e for e in found if not e.patron]).splitlines()[0]


FAR = "        - {from: 2001-07-01, to: 2001, level: 2, kinds: [funding, territory], source: assumed}\n"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "patrons:\n",
            "patron: {name: Near}\npatrons:\n",
            "scenario.yaml:8: 'patron' and 'patrons' both stand in the file; keep one of them",
        ),
        ("  far: {name: Far}\n", "  far: {name: Far}\n  idle: {name: Idle}\n", None),
        (
            FAR,
            FAR + "        - {from: 2001-12-01, to: 2001-12-31, source: assumed}\n",
            "scenario.yaml:20: support of 'band' by 'far' from 2001-12-01 overlaps that from 2001-07-01 to 2001-12-31; let each day stand in one of them",
        ),
        (
            "      far:\n        -",
            "      fra:\n        -",
            "scenario.yaml:18: unknown patron 'fra'; did you mean 'far'?",
        ),
        (
            "to: 2001-06-30",
            "to: 1999-06-30",
            "scenario.yaml:17: ends on 1999-06-30, before it starts on 2000-01-01; swap the dates",
        ),
        (
            "from: 2001-07-01, to: 2001,",
            "from: 2002-07-01, to: 2003,",
            "scenario.yaml:19: begins on 2002-07-01, after the as-of date 2001-12-31; leave it out",
        ),
        (
            "from: 2001-07-01, to: 2001,",
            "from: 2001-07-01, to: 2003,",
            "scenario.yaml:19: reaches 2003-12-31, after the as-of date 2001-12-31; end it there",
        ),
        (
            "kinds: [weapons]",
            "kinds: [wepons]",
            "scenario.yaml:17: 'clients.band.support.near.0.kinds.0' is 'wepons'",
        ),
        (
            "commander: general",
            "commander: genral",
            "scenario.yaml:8: unknown commander 'genral'; did you mean 'general'?",
        ),
        (
            "far: {name: Far}",
            "far: {name: Far, commander: general}",
            "scenario.yaml:9: the commander 'general' speaks for 'near' too; a commander speaks for one patron",
        ),
        (
            ", commander: general}",
            "}",
            "scenario.yaml:11: no patron has the commander 'general'; write `commander:` in its patron",
        ),
        (
            "      far: {autonomy",
            "      near: {autonomy",
            "scenario.yaml:21: 'near' is the first patron of 'band'; write these numbers under its `parameters`",
        ),
        ("{autonomy: {value", "{embedding: {value", "scenario.yaml:21: unknown parameter 'embedding'"),
        (
            "patrons:\n  near: {name: Near, organisation: The Bureau, commander: general}\n  far: {name: Far}\n",
            "",
            "scenario.yaml:1: 'patron' is missing in the file; write `patron:` with its name, or `patrons:` with several",
        ),
    ],
)
def test_faults_of_patrons(made, old, new, says):
    folder = made((old, new))
    said = [str(fault).replace(f"{folder}/", "") for fault in check(folder).faults]
    if says is None:  # `both` has every patron
        assert not said
    else:
        assert any(line.startswith(says) for line in said), said


def test_a_patron_whom_no_client_has(made):
    folder = made(
        ("  far: {name: Far}\n", "  far: {name: Far}\n  idle: {name: Idle}\n"),
        (
            "both: {name: Both}",
            "both: {name: Both, support: {near: [{from: 2001, to: 2001, source: assumed}], far: [{from: 2001, to: 2001, source: assumed}]}}",
        ),
    )
    said = [str(fault).replace(f"{folder}/", "") for fault in check(folder).faults]
    assert said == [
        "scenario.yaml:10: no client has the patron 'idle'; write whom it supports, or leave it out"
    ]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("x,,2001-08-05,,order,both/neighbour,,fra,1,,,assumed", "unknown patron 'fra'; did you mean 'far'?"),
        (
            "x,,2001-08-05,,order,both/neighbour,,,1,,,assumed",
            "'both' has several patrons, and the row does not say whose order it is; fill 'patron': near or far",
        ),
        (
            "x,,2001-08-05,,order,alone/neighbour,,near,1,,,assumed",
            "an order to 'alone', whom nobody supports; say who supported it when",
        ),
        (
            "x,,2001-08-05,,refusal,both/neighbour,,near,,,,assumed",
            "'patron' stands in a row that is no order and no visit; leave it empty",
        ),
    ],
)
def test_faults_of_orders(made, row, says):
    folder = made(rows=(row,))
    assert [f"{f.what}; {f.hint}" for f in check(folder).faults] == [says]
    assert check(folder).faults[0].line == 38


def test_an_action_names_its_patron(made):
    case = load(made())
    first = case.first_day
    assert parse_action("order front=both/neighbour tempo=1 by=far", case.network, first).patron == "far"
    assert parse_action("order front=alone/neighbour tempo=1", case.network, first).patron == ""
    assert parse_action("visit client=both", case.network, first, by="near").patron == "near"
    with pytest.raises(ArmslengthError, match="'both' has several patrons; say which, as by=near"):
        parse_action("order front=both/neighbour tempo=1", case.network, first)
    with pytest.raises(ArmslengthError, match="no patron is called 'fra'; did you mean 'far'"):
        parse_action("visit client=both by=fra", case.network, first)
    with pytest.raises(ArmslengthError, match="'far' is no patron of 'alone'"):
        parse_action("visit client=alone by=far", case.network, first)
