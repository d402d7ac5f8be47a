"""Each kind of bad input is one clear sentence: what, at which line, and what would be right."""

from __future__ import annotations

import random

import pytest

from armslength.errors import ArmslengthError
from armslength.scenario import check, load
from armslength.scenario.files import FILES, Texts
from armslength.scenario.parse import assemble

SCENARIO = {
    "a misspelt key": (
        "as_of:",
        "asof:",
        "asof",
        "unknown key 'asof'; did you mean 'as_of'?",
    ),
    "a misspelt key deep inside": (
        "host: coast",
        "hosst: coast",
        "hosst",
        "unknown key 'hosst'; did you mean 'host'?",
    ),
    "a misspelt parameter": (
        "autonomy: {value: 0.2",
        "autonmy: {value: 0.2",
        "autonmy",
        "unknown parameter 'autonmy'; did you mean 'autonomy'?",
    ),
    "a number that names no source": (
        "charisma: {value: 0.5, source: assumed}",
        "charisma: 0.5",
        "charisma",
        "'commanders.commander.parameters.charisma' is 0.5; write {value: 0.5, source: ...}, with a "
        "source or 'assumed'",
    ),
    "a missing source": (
        "charisma: {value: 0.5, source: assumed}",
        "charisma: {value: 0.5}",
        "charisma",
        "'source' is missing in commanders.commander.parameters.charisma",
    ),
    "a source that nobody lists": (
        "own_revenue: {value: 2, source: yearbook}",
        "own_revenue: {value: 2, source: yearbok}",
        "yearbok",
        "unknown source 'yearbok'; did you mean 'yearbook'?",
    ),
    "a probability outside [0, 1]": (
        "skill: {value: 0.5,",
        "skill: {value: 1.5,",
        "1.5",
        "'commanders.commander.parameters.skill' is 1.5; it must lie between 0 and 1",
    ),
    "a share outside [0, 1]": (
        "reporting: {value: 0.8,",
        "reporting: {value: 8,",
        "value: 8",
        "'series.police-log.reporting.value' is 8; it should be less than or equal to 1",
    ),
    "a prior outside its support": (
        "skill: {value: 0.5,",
        "skill: {prior: {normal: [0.5, 1]},",
        "normal: [0.5, 1]",
        "the prior normal(0.5, 1) of 'commanders.commander.parameters.skill' has 62% of its mass "
        "outside the support",
    ),
    "a prior that is none": (
        "normal: [0.9, 0.3]",
        "norml: [0.9, 0.3]",
        "norml",
        "unknown prior 'norml'",
    ),
    "a prior without spread": (
        "normal: [0.9, 0.3]",
        "normal: [0.9, 0]",
        "normal: [0.9, 0]",
        "its standard deviation must be above 0",
    ),
    "not a number": (
        "own_revenue: {value: 2,",
        "own_revenue: {value: .nan,",
        ".nan",
        "it should be a finite number",
    ),
    "an infinite number": (
        "own_revenue: {value: 2,",
        "own_revenue: {value: .inf,",
        ".inf",
        "it should be a finite number",
    ),
    "a front naming an unknown client": (
        "loyal/neighbour:",
        "loyl/neighbour:",
        "loyl/neighbour:",
        "unknown client 'loyl'; did you mean 'loyal'?",
    ),
    "a front naming no adversary": (
        "rich/neighbour:",
        "rich-neighbour:",
        "rich-neighbour:",
        "the front 'rich-neighbour' names no adversary",
    ),
    "a series of an unknown front": (
        "fronts: [loyal/neighbour, rich/neighbour]\n    reporting",
        "fronts: [loyal/neighbor, rich/neighbour]\n    reporting",
        "loyal/neighbor,",
        "unknown front 'loyal/neighbor'; did you mean 'loyal/neighbour'?",
    ),
    "half a text after a comma": (
        "{id: patron, name: The patron,",
        "{id: patron, name: The patron, as reported,",
        "as reported",
        "unknown key 'as reported'; put a text that holds a comma in quotes",
    ),
    "a number that overflows": (
        "skill: {value: 0.5,",
        "skill: {value: 1e308,",
        "1e308",
        "1e+308 is too large a number; it must lie between -1e+15 and 1e+15",
    ),
    "a prior with an argument that overflows": (
        "skill: {value: 0.5,",
        "skill: {prior: {normal: [0.9, 1e300]},",
        "1e300",
        "1e+300 is too large a number",
    ),
    "a prior that overflows": (
        "autonomy: {value: 0.2,",
        "autonomy: {prior: {lognormal: [1, 100]},",
        "lognormal",
        "reaches 8.05e+142, too large a number to compute with",
    ),
    "a name that turns the direction of a terminal's text": (
        "title: My case",
        'title: "My \\u202ecase"',
        "title:",
        "holds the character U+202E, which nobody sees; remove it",
    ),
    "a date that does not exist": (
        "as_of: 2001-06-30",
        "as_of: 2001-06-31",
        "2001-06-31",
        "'as_of' is '2001-06-31'; it should be a valid date",
    ),
    "an end before its start": (
        "start: 2001-01-01",
        "start: 2002-01-01",
        "as_of: 2001",
        "as_of 2001-06-30 is before start 2002-01-01",
    ),
    "absurd horizon": (
        "horizon: 180",
        "horizon: 1000000000",
        "1000000000",
        "it should be less than or equal to 3650",
    ),
    "an alias that expands": (
        "patron: {id: patron,",
        "patron: &a {id: patron,",
        "&a",
        "the YAML alias or anchor 'a' is refused",
    ),
    "a tag that runs code": (
        "title: My case",
        "title: !!python/object/apply:os.system ['true']",
        "!!python",
        "the YAML tag 'tag:yaml.org,2002:python/object/apply:os.system' is refused, since tags can run code",
    ),
    "a key written twice": (
        "horizon: 180",
        "title: Another",
        "title: Another",
        "the key 'title' is written twice; it stands on line",
    ),
    "no YAML": (
        "title: My case",
        "title: {My case",
        "{My",
        "not YAML: ",
    ),
    "a newer format": (
        "schema: 1",
        "schema: 7",
        "schema: 7",
        "schema 7 is not one that this version reads; it was written for a newer armslength",
    ),
    "no version": (
        "schema: 1",
        "shema: 1",
        "#",
        "'schema' is missing; write `schema: 1` for 'shema'",
    ),
    "an unknown payoff": (
        "parameters: {}",
        "payoffs: {c_ll: {value: 1, source: assumed}}",
        "c_ll",
        "unknown payoff 'c_ll'; did you mean 'c_l'?",
    ),
}


@pytest.mark.parametrize("name", SCENARIO)
def test_scenario_fault_is_said_at_its_line(draft, name):
    old, to, where, sentence = SCENARIO[name]
    draft.edit("scenario.yaml", old, to)
    said = draft.said()
    line = 1 if where == "#" else draft.line("scenario.yaml", where)
    expected = f"scenario.yaml:{line}: "
    assert [s for s in said if sentence in s], said
    assert name == "no YAML" or [s for s in said if s.startswith(expected)], said


ROWS = {
    "after the as-of date": (
        "x,,2001-07-01,,attack,loyal/neighbour,,,,,,,,,,,,,assumed,,,",
        "2001-07-01 is after the as-of date 2001-06-30",
    ),
    "before the start": (
        "x,,2000-07-01,,attack,loyal/neighbour,,,,,,,,,,,,,assumed,,,",
        "2000-07-01 is before the history starts on 2001-01-01",
    ),
    "published later": (
        "x,,2001-06-01,,attack,loyal/neighbour,,,,,,,,,,,,,assumed,2001-08-01,,",
        "published on 2001-08-01, after the as-of date 2001-06-30; drop the row, or write",
    ),
    "on a page edited since": (
        "x,,2001-06-01,,attack,loyal/neighbour,,,,,,,,,,,,,assumed,revised,,",
        "on a page edited since",
    ),
    "an unknown front": (
        "x,,2001-06-01,,attack,loyal/neighbor,,,,,,,,,,,,,assumed,,,",
        "unknown front 'loyal/neighbor'; did you mean 'loyal/neighbour'?",
    ),
    "an unknown client": (
        "x,,2001-06-01,,visit,,,loyl,,,,,,,,,,,assumed,,,",
        "unknown client 'loyl'; did you mean 'loyal'?",
    ),
    "an unknown series": (
        "x,polic-log,2001-06-01,,attack,loyal/neighbour,,,,,,,,,,,,,assumed,,,",
        "unknown series 'polic-log'; did you mean 'police-log'?",
    ),
    "an unknown source": (
        "x,,2001-06-01,,attack,loyal/neighbour,,,,,,,,,,,,,hearsay,,,",
        "unknown source 'hearsay'; list it in sources.yaml",
    ),
    "no source": (
        "x,,2001-06-01,,attack,loyal/neighbour,,,,,,,,,,,,,,,,",
        "no source; write an id of sources.yaml",
    ),
    "a negative count": (
        "x,,2001-06-01,,attack,loyal/neighbour,,,,-1,,,,,,,,,assumed,,,",
        "'count' is '-1'; a count cannot be negative",
    ),
    "a count that is no number": (
        "x,,2001-06-01,,attack,loyal/neighbour,,,,some,,,,,,,,,assumed,,,",
        "'count' is 'some'; it must be a whole number",
    ),
    "NaN": (
        "x,,2001-06-01,,order,loyal/neighbour,,,,,,,,,nan,,,,assumed,,,",
        "'tempo_order' is 'nan'; it must lie between 0 and 1",
    ),
    "infinity": (
        "x,,2001-06-01,,order,loyal/neighbour,,,,,,,,,inf,,,,assumed,,,",
        "'tempo_order' is 'inf'; it must lie between 0 and 1",
    ),
    "a level that is none": (
        "x,,2001-06-01,,reprisal,,neighbour,,,,,,,5,,,,,assumed,,,",
        "'level' is '5'; it must be 1, 2, 3 or 4",
    ),
    "an end before its start": (
        "x,police-log,2001-06-05,2001-06-01,attack,loyal/neighbour,,,,,,,,,,,,,assumed,,,",
        "ends on 2001-06-01, before it starts on 2001-06-05",
    ),
    "overlapping tallies": (
        "x,police-log,2001-06-20,2001-06-25,tally,,,,,3,,,,,,,,,assumed,,,",
        "overlaps the tally on line 11: both count 2001-06-20 for the series 'police-log'",
    ),
    "a tally of half a series": (
        "x,police-log,2001-06-20,2001-06-25,tally,loyal/neighbour,,,,3,,,,,,,,,assumed,,,",
        "a tally of 'police-log' counts all its fronts, not loyal/neighbour alone",
    ),
    "an unknown kind": (
        "x,,2001-06-01,,atack,loyal/neighbour,,,,,,,,,,,,,assumed,,,",
        "unknown kind 'atack'; did you mean 'attack'?",
    ),
    "a missing front": (
        "x,,2001-06-01,,attack,,,,,,,,,,,,,,assumed,,,",
        "a row of kind 'attack' needs 'front'",
    ),
    "an empty order": (
        "x,,2001-06-01,,order,loyal/neighbour,,,,,,,,,,,,,assumed,,,",
        "an order that asks for nothing",
    ),
    "more lethal than attacks": (
        "x,,2001-06-01,,attack,loyal/neighbour,,,,1,,2,2,,,,,,assumed,,,",
        "'lethal' is 2, more than 'count', 1",
    ),
    "fewer dead than lethal": (
        "x,,2001-06-01,,attack,loyal/neighbour,,,,2,,2,1,,,,,,assumed,,,",
        "2 lethal attacks but 1 deaths",
    ),
    "a bad date": (
        "x,,2001-02-30,,attack,loyal/neighbour,,,,,,,,,,,,,assumed,,,",
        "'date' is '2001-02-30'; it must be a day that exists, as YYYY-MM-DD",
    ),
    "no date": ("x,,,,attack,loyal/neighbour,,,,,,,,,,,,,assumed,,,", "'date' is empty"),
    "too many cells": (
        "x,,2001-06-01,,attack,loyal/neighbour,,,,,,,,,,,,,assumed,,,one, two",
        "23 cells where the header has 22",
    ),
    "an id used twice": (
        "june,,2001-06-01,,attack,loyal/neighbour,,,,,,,,,,,,,assumed,,,",
        "the event_id 'june' is used twice; it stands on line 11",
    ),
}


@pytest.mark.parametrize("name", ROWS)
def test_event_fault_is_said_at_its_line(draft, name):
    row, sentence = ROWS[name]
    draft.append("events.csv", row)
    said = draft.said()
    assert [s for s in said if s.startswith("events.csv:12: ") and sentence in s], said


def test_a_front_of_another_adversary_or_client_is_said(draft):
    draft.edit("scenario.yaml", "adversaries:\n", "adversaries:\n  faraway: {name: Far away}\n")
    reprisal = "r9,,2001-06-01,,reprisal,loyal/neighbour,faraway,,,,,,,2,,,,,assumed,,,"
    order = "o9,,2001-06-01,,order,loyal/neighbour,,rich,,,,,,,1,,,,assumed,,,"
    for row in (reprisal, order):
        draft.append("events.csv", row)
    said = "\n".join(draft.said())
    assert (
        "names the adversary 'faraway' and the front 'loyal/neighbour', which is one with 'neighbour'" in said
    )
    assert "names the client 'rich' and the front 'loyal/neighbour', which is one of 'loyal'" in said


def test_unknown_column_names_the_nearest(draft):
    draft.edit("events.csv", "deaths", "death")
    assert "events.csv:1: unknown column 'death'; did you mean 'deaths'?" in draft.said()


def test_two_primary_series_may_not_count_one_day(draft):
    draft.edit("scenario.yaml", "trigger:  ", "  second: {definition: another count}\n\ntrigger:  ")
    draft.append("events.csv", "x,second,2001-06-20,2001-06-25,tally,,,,,3,,,,,,,,,assumed,,,")
    assert any(
        "the primary series 'police-log' and 'second' both count 2001-06-20" in s for s in draft.said()
    )


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("2001-08-01,0.5,yearbook", "2001-08-01 is after the as-of date 2001-06-30"),
        ("2001-03-01,-1,yearbook", "'value' is '-1'; it must lie between 0 and 1.5"),
        ("2001-03-01,nan,yearbook", "'value' is 'nan'; it must lie between 0 and 1.5"),
        ("2001-02-01,0.5,yearbook", "a second value for 2001-02-01"),
        ("2001-03-01,0.5,yearbok", "unknown source 'yearbok'; did you mean 'yearbook'?"),
        ("2001-03-01,0.5,", "no source"),
    ],
)
def test_trigger_fault_is_said_at_its_line(draft, row, sentence):
    draft.append("trigger.csv", row)
    assert any(s.startswith("trigger.csv:4: ") and sentence in s for s in draft.said()), draft.said()


def test_claim_must_bear_on_something(draft):
    draft.edit("claims.yaml", "clients.rich.autonomy", "clients.rich.autonmy")
    line = draft.line("claims.yaml", "autonmy")
    expected = (
        f"claims.yaml:{line}: the claim K1 bears on 'clients.rich.autonmy', which the model does not have"
    )
    assert [
        s for s in draft.said() if s.startswith(expected) and "did you mean 'clients.rich.autonomy'?" in s
    ]


@pytest.mark.parametrize(
    ("file", "old", "to", "sentence"),
    [
        ("claims.yaml", "speaker:", "speker:", "unknown key 'speker'; did you mean 'speaker'?"),
        ("sources.yaml", "title:", "titel:", "unknown key 'titel'; did you mean 'title'?"),
        ("sources.yaml", "published: 2001-06-30", "published: 9999-12-31", "it must lie between"),
        ("sources.yaml", "published: 2001-06-30", "published: June", "it must be a day that exists"),
        ("claims.yaml", "quality: medium", "quality: fair", "'K1.quality' is 'fair'"),
    ],
)
def test_fault_of_an_entry_names_the_nearest(draft, file, old, to, sentence):
    draft.edit(file, old, to)
    assert any(said.startswith(f"{file}:") and sentence in said for said in draft.said()), draft.said()


def test_a_year_is_a_day_of_publication(draft):
    draft.edit("sources.yaml", "published: 2001-06-30", "published: 2000")
    assert str(load(draft.folder).sources["yearbook"].published) == "2000-12-31"


@pytest.mark.parametrize("file", ["scenario.yaml", "events.csv"])
def test_missing_file(draft, file):
    (draft.folder / file).unlink()
    assert [s for s in draft.said() if s.startswith(f"{file}: is missing")]


@pytest.mark.parametrize("file", ["scenario.yaml", "events.csv", "sources.yaml"])
def test_not_utf8(draft, file):
    draft.write(file, b"a: 1\nb: caf\xe9\n")
    assert f"{file}:2: is not UTF-8; save it as UTF-8 text" in draft.said()


@pytest.mark.parametrize("text", ["", "# nothing\n", "{}", "[]", "3"])
def test_empty_scenario(draft, text):
    draft.write("scenario.yaml", text)
    assert [
        s for s in draft.said() if "holds no scenario; `armslength new DIR` writes one to start from" in s
    ]


def test_empty_events_file(draft):
    assert [
        s
        for s in draft.write("events.csv", "").said()
        if s.startswith("events.csv:1: is empty; its first line names the columns")
    ]
    assert [s for s in draft.write("events.csv", "date,kind,source\n").said() if "holds no event" in s]


def test_file_too_large(draft):
    draft.write("claims.yaml", "#" * 5_000_000)
    assert [s for s in draft.said() if s == "claims.yaml: is 5 MB; 4 MB is the most a file may hold"]


def test_aliases_cannot_expand_without_end(draft):
    bomb = "a: &a [x, x]\n" + "".join(
        f"{n}: &{n} [*{p}, *{p}]\n" for p, n in zip("abcdefgh", "bcdefghi", strict=True)
    )
    assert draft.write("scenario.yaml", bomb).said() == [
        "scenario.yaml:1: the YAML alias or anchor 'a' is refused, since aliases can expand without end; "
        "write the value out where it is used"
    ]


def test_deep_nesting_is_refused(draft):
    assert any(
        "nested more than" in s for s in draft.write("scenario.yaml", "a: " + "[" * 5000 + "]" * 5000).said()
    )


def test_every_fault_is_found_at_once(draft):
    draft.edit("scenario.yaml", "own_revenue", "own_revenu").edit(
        "scenario.yaml", "skill: {value: 0.5,", "skill: {value: 5,"
    )
    draft.append("events.csv", "x,,2001-06-01,,attack,loyal/neighbor,,,,,,,,,,,,,assumed,,,")
    draft.edit("trigger.csv", "0.6", "9")
    assert len(draft.said()) == 4
    with pytest.raises(ArmslengthError) as caught:
        load(draft.folder)
    assert len(caught.value.faults) == 4


def test_folder_or_case_that_does_not_exist():
    assert "no case or folder is named 'axis-2042'; did you mean 'axis-20" in str(
        check("axis-2042").faults[0]
    )


def test_unreadable_sources_do_not_drown_the_fault(draft):
    draft.write("sources.yaml", "a: [")
    assert len(draft.said()) == 1


def test_no_slip_of_the_pen_ends_in_a_traceback(draft):
    """Sixty files spoilt at random (seeded) are either sound or faulted; larger runs found nothing more."""
    chance = random.Random(2024)
    sound = {file: (draft.folder / file).read_text(encoding="utf-8") for file in FILES}
    junk = (
        "",
        "[]",
        "{}",
        "-1",
        ".nan",
        '"',
        ":",
        "\t",
        "2001-13-01",
        "&a",
        "!!int",
        "\x00",
        "9" * 40,
        ",",
        "?",
        "|",
    )
    for _ in range(60):
        file = chance.choice(FILES)
        lines = sound[file].split("\n")
        number = chance.randrange(len(lines))
        at = chance.randrange(len(lines[number]) + 1)
        lines[number] = lines[number][:at] + chance.choice(junk) + lines[number][at + chance.randrange(6) :]
        scenario, faults = assemble(Texts({**sound, file: "\n".join(lines)}))
        assert (scenario is None) == bool(faults)
