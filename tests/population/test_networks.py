"""Who teaches: networks that share a client, that count too little, that are named twice; and the prior that ships."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from armslength.errors import ArmslengthError
from armslength.fitting.posterior import evidence_hash
from armslength.population.networks import FEWEST, _left_out, counted, gather
from armslength.population.population import learn_from
from armslength.scenario import Scenario, load, population_prior
from armslength.scenario.files import SCENARIO, Texts
from armslength.scenario.grades import grade_of, grades_of
from armslength.scenario.parse import assemble
from armslength.scenario.population_prior import (
    FILE,
    PopulationPrior,
    learned_numbers,
    own_networks,
    shipped_prior,
)
from armslength.world.version import MODEL_VERSION
from tests.product.conftest import run


def asking(name: str, priors: str, **changed: str) -> tuple[Scenario | None, list]:
    """A shipped case that asks for other priors, with other lines of its scenario."""
    texts = dict(load(name).files.texts)
    text = texts[SCENARIO].replace("schema: 1\n", f"schema: 1\npriors: {priors}\n", 1)
    for key, value in changed.items():
        text = "\n".join(
            f"{key}: {value}" if line.startswith(f"{key}:") else line for line in text.split("\n")
        )
    return assemble(Texts(texts | {SCENARIO: text}))


@pytest.fixture
def learned(monkeypatch) -> PopulationPrior:
    """The population prior that ships, as if it were of this version of the model."""
    shipped = shipped_prior()
    assert shipped is not None
    now = shipped.model_copy(update={"model_version": MODEL_VERSION})
    monkeypatch.setattr(population_prior, "shipped_prior", lambda: now)
    return now


def test_a_client_that_two_networks_share_is_counted_once() -> None:
    one = load("kurds-2018")
    other = replace(one, name="another", start=one.start.replace(year=2000))
    why, notes = _left_out([one, other])
    assert list(why) == ["another"] or list(why) == ["kurds-2018"]
    assert "is not counted again" in next(iter(why.values()))
    assert any("counted once" in note for note in notes)


def test_a_client_at_another_time_counts_and_is_said() -> None:
    one = load("kurds-2018")
    later = replace(one, name="later", start=one.as_of.replace(year=2030), as_of=one.as_of.replace(year=2040))
    why, notes = _left_out([one, later])
    assert not why
    assert any("at different times" in note for note in notes)


def test_a_network_that_counts_too_little_is_kept_for_scoring() -> None:
    case = load("kurds-2018")
    few = replace(case, name="few", events=case.events[:3])
    assert counted(few) < FEWEST
    why, notes = _left_out([few])
    assert "kept for scoring only" in why["few"]
    assert len(notes) == 1


def test_a_network_counts_once_however_often_it_is_named() -> None:
    case = load("kurds-2018")
    with pytest.raises(ArmslengthError, match="named twice"):
        gather([case, case], lambda *_: None)


def test_two_networks_are_no_population() -> None:
    with pytest.raises(ArmslengthError, match="needs 3"):
        learn_from([], [])
    ran = run("population", "kurds-2018", "kurds-2018", "kurds-2018")
    assert (ran.code, ran.out) == (2, "")
    assert len(ran.err.strip().splitlines()) == 1


def test_the_shipped_prior_says_where_it_comes_from() -> None:
    shipped = shipped_prior()
    assert shipped is not None
    assert shipped.command.startswith("make population")
    assert max(n.as_of.year for n in shipped.networks) <= 2018, "nothing later teaches"
    assert set(shipped.without) == {n.name for n in shipped.networks}
    assert all(n.networks >= 3 for n in shipped.parameters.values())
    assert f"learned on {len(shipped.networks)} networks, {shipped.years}" in shipped.provenance


def test_no_network_is_taught_by_itself(learned: PopulationPrior) -> None:
    for teacher in learned.networks:
        case, faults = asking(teacher.name, "networks")
        assert case is not None, faults
        for path, number in learned.without[teacher.name].items():
            sites = [s for s in case.sites() if s.record.path == path and not s.written]
            assert {str(s.prior.as_data()) for s in sites} == {
                str({f: list(a) for f, a in number.prior.items()})
            }
            assert all(f"of {len(learned.networks) - 1} networks" in s.source for s in sites)


def test_a_new_case_says_what_networks_taught(learned: PopulationPrior) -> None:
    case, faults = asking("classroom", "networks")
    assert case is not None, faults
    taught = [s for s in case.sites() if grade_of(s.source, ()) == "learned from networks"]
    assert {s.record.path for s in taught} == {
        s.record.path for s in case.sites() if s.record.path in learned.parameters and not s.written
    }
    assert grades_of(case)["learned from networks"] == len(taught)
    assert evidence_hash(case) != evidence_hash(load("classroom"))
    assert grades_of(load("classroom")).get("learned from networks", 0) == 0


def test_only_what_is_assumed_where_that_is_asked(learned: PopulationPrior) -> None:
    whole, _ = asking("axis-2024", "networks")
    case, faults = asking("axis-2024", "networks-where-assumed")
    assert case is not None, faults
    assert whole is not None
    taught = {s.record.path for s in case.sites() if s.source.startswith("learned from")}
    assert taught
    assert all("assumed" in p.source for p in (s.record for s in case.sites()) if p.path in taught)
    assert taught < {s.record.path for s in whole.sites() if s.source.startswith("learned from")}


def test_a_prior_of_another_model_is_refused_in_a_sentence(monkeypatch) -> None:
    shipped = shipped_prior()
    assert shipped is not None
    old = shipped.model_copy(update={"model_version": "0"})
    monkeypatch.setattr(population_prior, "shipped_prior", lambda: old)
    case, faults = asking("classroom", "networks")
    assert case is None
    assert len(faults) == 1
    assert "learned with version 0 of the model" in str(faults[0])


def test_clients_of_two_networks_are_refused_in_a_sentence(learned: PopulationPrior) -> None:
    file = load("levant-2018")
    known = {c.lower() for n in learned.networks for c in n.clients}
    assert len(own_networks(learned, "mine", known, (file.start, file.as_of))) > 1
    joined = learned.model_copy(
        update={"networks": (*learned.networks, learned.networks[0].model_copy(update={"name": "twin"}))}
    )
    span = (learned.networks[0].start, learned.networks[0].as_of)
    assert "twin" in own_networks(
        joined, learned.networks[0].name, {c.lower() for c in joined.networks[0].clients}, span
    )


def test_the_usual_priors_need_no_file(monkeypatch) -> None:
    monkeypatch.setattr(population_prior, "shipped_prior", lambda: None)
    assert load("classroom").priors == "usual"
    case, faults = asking("classroom", "networks")
    assert case is None
    assert "no population prior ships" in str(faults[0])
    assert learned_numbers is population_prior.learned_numbers


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    data = json.loads(FILE.read_text(encoding="utf-8")) | {"format": "armslength-population-prior/0"}
    with pytest.raises(ArmslengthError, match="make population"):
        PopulationPrior.from_json(json.dumps(data), "population.json")
