"""The list of actors: names and patterns with dates; what contradicts itself or catches nothing is refused at its line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from armslength.errors import ArmslengthError
from armslength.importing.actors_file import ROLES, ActorLine, actors_of, write_actors
from armslength.importing.import_events import import_events
from armslength.scenario.dates import FIRST, LAST
from armslength.scenario.names import composed
from tests.importing.conftest import ged_row, ged_text

HEAD = "actor,role,id,from,to\n"


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ("The Group,clent,group,,\n", "actors.csv:2: the role is 'clent'; did you mean 'client'?"),
        ("The Group,client,The Group,,\n", "'The Group' cannot be an id"),
        ("The Group,client,,,\n", "the client 'The Group' has no id"),
        ("/The (Group/,client,group,,\n", r"the pattern /The \(Group/ cannot be read"),
        ("A,front,group,,\n", "the front 'group' names no adversary"),
        ("A,client,group,2003,2001\n", "ends on 2001-12-31, before it starts on 2003-01-01"),
        (
            "A,client,a,,\nA,client,b,,\n",
            "actors.csv:3: 'A' stands for the client b here and for the client a on line 2",
        ),
        (
            "A,client,a,2001,2003\nB,client,a,2003-06,2005\n",
            "actors.csv:3: the client a goes by two names on 2003-06-01: 'B' and, on line 2, 'A'",
        ),
        ("A,client,a,,\nB,adversary,a,,\n", "'a' is a adversary here and a client on line 2"),
        ("", "names no actor"),
    ],
)
def test_contradictions_stand_at_their_line(lines, says) -> None:
    with pytest.raises(ArmslengthError, match=says):
        actors_of(HEAD + lines, "actors.csv")


def imported(write, lines: str, *rows):
    return import_events("ged", [write("ged.csv", ged_text(rows))], actors_of(HEAD + lines, "actors.csv"))


LAND = "Government of Land,adversary,land,,\n"


def test_a_line_that_catches_nothing_names_the_nearest(write) -> None:
    with pytest.raises(
        ArmslengthError, match=r"actors.csv:2: 'The Grup' catches nothing in .*; did you mean 'The Group'\?"
    ):
        imported(write, "The Grup,client,group,,\n" + LAND, ged_row(1, "2013-01-05"))
    second = imported(
        write, "The Group,client,group,,\nOld Name,client,group,,\n" + LAND, ged_row(1, "2013-01-05")
    )
    assert any("'Old Name' catches nothing" in w for w in second.warnings)


def test_a_list_that_leaves_no_clash_says_why(write) -> None:
    rows = [
        ged_row(1, "2013-01-05", side_a="The Group", side_b="Civilians", type_of_violence=3),
        ged_row(2, "2013-01-05", side_b="Somebody"),
    ]
    says = r"actors.csv: catches no clash in .*ged.csv; its rows were left out: violence against civilians"
    with pytest.raises(ArmslengthError, match=says):
        imported(write, "The Group,client,group,,\n" + LAND, *rows)


def test_two_clients_with_one_event_are_refused(write) -> None:
    with pytest.raises(
        ArmslengthError, match="'The Group' is caught by 'The Group' and, on line 2, by '/Gro/'"
    ):
        imported(write, "/Gro/,client,g,,\nThe Group,client,group,,\n" + LAND, ged_row(1, "2013-01-05"))
    with pytest.raises(ArmslengthError, match="are both clients"):
        imported(
            write,
            "The Group,client,group,,\nOther,client,other,,\n" + LAND,
            ged_row(1, "2013-01-05"),
            ged_row(2, "2013-01-06", side_a="Other", type_of_violence=2, dyad_name="Other - The Group"),
        )
    settled = imported(
        write,
        "The Group,client,group,,\nOther,client,other,,\nOther - The Group,ignore,,,\n" + LAND,
        ged_row(1, "2013-01-05"),
        ged_row(2, "2013-01-06", side_a="Other", type_of_violence=2, dyad_name="Other - The Group"),
    )
    assert [r.outcome for r in settled.account] == ["kept", "dropped"]


def test_names_hold_for_their_time_and_labels_for_several(write) -> None:
    rows = [
        ged_row(1, "2001-05-05", side_b="Old Group"),
        ged_row(2, "2003-05-05", side_b="Old Group"),
        ged_row(3, "2003-05-06", side_b="New Group"),
        ged_row(4, "2003-05-07", side_b="The Front"),
    ]
    lines = "Old Group,client,group,,2001\nNew Group,client,group,2002,\nThe Front,label,group;other,,\n"
    made = imported(write, lines + LAND, *rows)
    assert [r.outcome for r in made.account] == ["kept", "dropped", "kept", "kept"]
    assert {e.fronts for e in made.events} == {("group/land",), ("group/land", "other/land")}


def test_letters_may_be_composed_or_not_and_nothing_unseen_is_kept(write) -> None:
    rows = [
        ged_row(1, "2013-01-05", side_b="Re\u0301bellion", dyad_name="x"),
        ged_row(2, "2013-01-06", side_b="R\u00e9bellion", dyad_name="x"),
        ged_row(3, "2013-01-07", side_b="R\u00e9b\u202eellion\x1b", dyad_name="x"),
    ]
    for name in ("R\u00e9bellion", "/^Re\u0301bell/"):
        made = imported(write, f"{name},client,group,,\n" + LAND, *rows)
        assert made.counts == {"kept as a dated event": 3}


def test_unlisted_names_are_counted(write) -> None:
    rows = [ged_row(1, "2013-01-05"), *(ged_row(i, "2013-01-06", side_a="Stranger") for i in range(2, 5))]
    made = imported(write, "The Group,client,group,,\n" + LAND, *rows)
    assert made.unlisted == (("Stranger", 3),)
    assert made.counts == {
        "kept as a dated event": 1,
        "dropped: the other side is not in the list of actors": 3,
    }


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=12).filter(
    lambda t: composed(t.strip()) == t and not t.startswith("/")
)


@given(names=st.lists(NAMES, min_size=1, max_size=8, unique_by=str.casefold), role=st.sampled_from(ROLES[:2]))
def test_a_list_reads_back_as_it_was_written(names, role) -> None:
    lines = [ActorLine(name, role, (f"a{i}",), FIRST, LAST) for i, name in enumerate(names)]
    read = actors_of(write_actors(lines), "actors.csv").lines
    assert [(r.actor, r.role, r.ids) for r in read] == [(r.actor, r.role, r.ids) for r in lines]


def test_civilians_count_where_a_line_says_whose_own_they_are(write) -> None:
    rows = [
        ged_row(1, "2013-01-05"),
        ged_row(
            2,
            "2013-01-06",
            side_a="The Group",
            side_b="Civilians",
            type_of_violence=3,
            deaths_civilians=7,
            deaths_b=0,
        ),
    ]
    without = imported(write, "The Group,client,group,,\n" + LAND, *rows)
    assert [r.outcome for r in without.account] == ["kept", "dropped"]
    told = imported(write, "The Group,client,group,,\nCivilians,adversary,land,,\n" + LAND, *rows)
    assert [(e.fronts, e.deaths) for e in told.events] == [(("group/land",), 1), (("group/land",), 7)]
