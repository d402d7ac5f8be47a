"""Numbers, dates, versions and files are read as the format says."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from armslength.errors import ArmslengthError
from armslength.scenario import (
    check,
    explain,
    guide,
    list_cases,
    load,
    new,
    read_new_events,
    save,
    schema,
    with_events,
)
from armslength.scenario.event_kinds import COLUMNS, KINDS
from armslength.scenario.events import read_events, write_events
from armslength.scenario.yaml_text import read_yaml
from armslength.world.catalogue import CATALOGUE


def test_starter_passes_its_own_check(draft):
    report = check(draft.folder)
    assert report.sound
    assert report.warnings == ()
    assert load(draft.folder).name == "my-case"


def test_starter_refuses_a_folder_with_files(draft):
    with pytest.raises(ArmslengthError, match="is there already and not an empty folder"):
        new(draft.folder)


def test_guide_names_every_column_and_kind():
    text = guide()
    assert all(f"`{name}`" in text for name in (*COLUMNS, *KINDS))


def test_sites_follow_the_catalogue_then_the_entities():
    case = load("axis-2024")
    size = {
        "clients": len(case.clients),
        "fronts": len(case.fronts),
        "adversaries": len(case.adversaries),
        "commanders": len(case.commanders),
        "ties": len(case.commanders) * len(case.clients),
    }
    assert len(case.sites()) == sum(size.get(record.scope, 1) for record in CATALOGUE)
    order = [CATALOGUE.index(site.record) for site in case.sites()]
    assert order == sorted(order)
    first = [s.name for s in case.sites()][: len(case.clients)]
    assert first == [f"clients.{client}.autonomy" for client in case.clients]


def test_value_recentres_prior_speaks_fixed_pins(draft):
    draft.edit(
        "scenario.yaml",
        "own_revenue: {value: 2, source: yearbook}",
        "own_revenue: {prior: {fixed: [2]}, source: yearbook}",
    )
    case = load(draft.folder)
    site = {s.name: s for s in case.sites()}
    assert site["clients.loyal.autonomy"].prior.median == pytest.approx(0.2)
    assert site["clients.loyal.autonomy"].prior.sd == 0.5
    assert site["clients.rich.autonomy"].value == pytest.approx(0.9)
    assert str(site["clients.rich.own_revenue"].prior) == "fixed(2)"
    assert site["ties.commander.rich.language"].written is False
    assert site["tempo.branching"].source == next(p for p in CATALOGUE if p.path == "tempo.branching").source


def test_events_survive_writing():
    for case in list_cases():
        events = load(case.name).events
        again, faults = read_events(write_events(events))
        assert faults == []
        assert [replace(e, line=0, published=None) for e in again] == [
            replace(e, line=0, published=None) for e in events
        ]


def test_advance_and_save(tmp_path):
    case = load("classroom")
    row = {
        "event_id": "new",
        "kind": "attack",
        "date": "2001-05-03",
        "front": "hill-column/tarn",
        "count": 2,
        "source": "teacher",
    }
    later = with_events(case, [row], date(2001, 5, 7), trigger=[(date(2001, 5, 1), 0.2, "assumed")])
    assert later.days == case.days + 8
    assert [e.event_id for e in later.events][-1] == "new"
    assert later.trigger[-1] == (date(2001, 5, 1), 0.2)
    assert case.events[-1].event_id != "new"
    again = load(save(later, tmp_path / "later"))
    assert again.hash == later.hash
    assert again.as_of == date(2001, 5, 7)


def test_advance_takes_rows_from_a_file_and_new_sources(tmp_path):
    file = tmp_path / "week.csv"
    file.write_text(
        "event_id,date,kind,front,source\nnew,2001-05-03,attack,hill-column/tarn,gazette\n", encoding="utf-8"
    )
    later = with_events(
        load("classroom"),
        read_new_events(file),
        date(2001, 5, 7),
        sources={"gazette": {"title": "The gazette's third page", "published": "2001-05-04"}},
    )
    assert later.sources["gazette"].title == "The gazette's third page"
    assert later.events[-1].published == date(2001, 5, 4)


def test_advance_refuses_what_a_case_would_refuse():
    case = load("classroom")
    with pytest.raises(ArmslengthError, match="a case only moves forward"):
        with_events(case, [], date(2001, 4, 1))
    with pytest.raises(ArmslengthError, match="after the as-of date"):
        with_events(
            case,
            [{"date": "2001-06-01", "kind": "attack", "front": "hill-column/tarn", "source": "teacher"}],
            date(2001, 5, 7),
        )
    with pytest.raises(ArmslengthError, match="did you mean 'front'"):
        with_events(
            case,
            [{"date": "2001-05-01", "kind": "attack", "frnt": "x", "source": "teacher"}],
            date(2001, 5, 7),
        )


def test_checksums_follow_the_files(draft):
    before = load(draft.folder)
    draft.append("sources.yaml", "# a word")
    after = load(draft.folder)
    changed = {f for f in before.checksums if before.checksums[f] != after.checksums[f]}
    assert changed == {"sources.yaml"}
    assert before.hash != after.hash


def test_explain_names_claims_sources_and_equation():
    said = explain(load("axis-2024"), "clients.ansarallah.autonomy")
    assert {"C41", "C57"} <= {c.id for c in said.claims}
    assert "sigmoid" in said.equation
    assert said.interval[0] < said.site.value < said.interval[1]
    labels = [label for label, _ in said.rows()]
    assert {"what", "value", "prior", "symbol", "source", "claim"} <= set(labels)
    with pytest.raises(ArmslengthError, match=r"did you mean 'clients\.ansarallah\.autonomy'"):
        explain(load("axis-2024"), "clients.ansarallah.autonmy")


def test_every_number_has_an_equation():
    for case in ("axis-2024", "classroom"):
        scenario = load(case)
        assert all(explain(scenario, site.name).equation for site in scenario.sites())


def test_schema_is_json_and_knows_the_parameters():
    document = json.loads(json.dumps(schema()))
    files = document["files"]
    assert files["scenario.yaml"]["additionalProperties"] is False
    names = files["scenario.yaml"]["$defs"]["Client"]["properties"]["parameters"]["propertyNames"]["enum"]
    assert "autonomy" in names
    assert "tempo.branching" in files["scenario.yaml"]["properties"]["parameters"]["propertyNames"]["enum"]


def test_yaml_scalars_are_what_they_spell():
    text = "a: 1\nb: 1.5\nc: 2024-02-08\nd: '1'\ne: true\nf:\ng: yes\nh: 1e-3\ni: [1, two]\n"
    data = read_yaml("x.yaml", text).data
    assert data == {
        "a": 1,
        "b": 1.5,
        "c": date(2024, 2, 8),
        "d": "1",
        "e": True,
        "f": None,
        "g": "yes",
        "h": 0.001,
        "i": [1, "two"],
    }


def test_reading_loads_no_jax():
    import subprocess
    import sys

    code = "import sys; from armslength.scenario import load; load('axis-2024'); print('jax' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
