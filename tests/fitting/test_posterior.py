"""A posterior as a file and as a manifest: opens elsewhere, belongs to one case and one model, is never half written."""

import errno
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from shutil import copytree

import h5py
import numpy as np
import pytest
import xarray as xr

from armslength import forecast
from armslength.errors import ArmslengthError
from armslength.fitting import Posterior, belongs, fit_at_hand, fit_refused, parameters_of, read_posterior
from armslength.fitting.at_hand import keep, shipped_file
from armslength.fitting.diagnose import diagnose
from armslength.fitting.fit import fit, joined
from armslength.fitting.identify import entangled_pairs, learned_parameters
from armslength.fitting.target import target
from armslength.scenario import load, save, with_events
from armslength.world.version import MODEL_VERSION
from tests.product.conftest import run
from tools.posteriors import KEPT, thinned

CASES = ("axis-2024", "axis-2020", "classroom")


def changed(posterior: Posterior, **manifest: object) -> Posterior:
    """Return a posterior with some entries of its manifest changed."""
    return replace(posterior, manifest=posterior.manifest.model_copy(update=manifest))


def test_it_opens_in_arviz_with_its_manifest(sampled, tmp_path):
    path = sampled.save(tmp_path / "fit.nc")
    opened = xr.open_datatree(path)
    assert opened["posterior/parameters"].dims == ("chain", "draw", "site")
    assert set(opened.children) == {"posterior", "unconstrained", "sample_stats"}
    assert opened.attrs["scenario"] == "classroom"
    assert opened.attrs["method"] == "HMC"
    again = read_posterior(path)
    assert again.names == sampled.names
    np.testing.assert_array_equal(again.values, sampled.values)
    assert again.manifest == sampled.manifest


def test_same_seed_same_draws(classroom, sampled):
    again = fit(classroom, chains=2, warmup=100, draws=200, seed=3)
    np.testing.assert_array_equal(again.z, sampled.z)


def test_the_fast_path_agrees_with_sampling(sampled, quick):
    """Means within a third of a standard deviation nearly everywhere; the page of calibration has the full figure."""
    assert sampled.names == quick.names
    means, sds = (
        [getattr(p.z.reshape(-1, p.z.shape[-1]), how)(0) for p in (sampled, quick)] for how in ("mean", "std")
    )
    assert np.quantile(np.abs(means[0] - means[1]) / sds[0], 0.8) < 0.35
    assert 0.8 < np.median(sds[1] / sds[0]) < 1.2


def test_identifiability_says_what_is_prior_only(sampled, classroom):
    rows = learned_parameters(sampled, classroom)
    verdicts = {r.name: r.verdict for r in rows}
    assert verdicts["fronts.harbour-guard/tarn.base_rate"] == "learned"
    assert verdicts["war.reference_hazard"] == "prior only"
    assert [r.contraction for r in rows] == sorted((r.contraction for r in rows), reverse=True)
    untouched = next(r for r in rows if r.name not in sampled.names)
    assert untouched.prior == untouched.posterior
    assert all(0.5 <= abs(pair.correlation) <= 1 for pair in entangled_pairs(sampled))


def test_it_says_when_it_has_not_converged(sampled):
    rng = np.random.default_rng(0)
    apart = rng.standard_normal((2, 200, 1)) + np.array([0, 3]).reshape(2, 1, 1)
    energy = rng.standard_normal((2, 200))
    found = diagnose(("x",), apart, {"energy": energy, "diverging": np.ones((2, 200))})
    assert not found.converged
    assert "R-hat of x" in found.faults
    assert "400 divergent" in found.faults
    together = diagnose(("x",), rng.standard_normal((4, 1000, 1)), {"energy": rng.standard_normal((4, 1000))})
    assert together.converged


def test_interrupted_in_mid_chain_what_is_finished_is_kept_and_marked(classroom):
    def stop(stage: str, done: int, total: int) -> None:
        if stage.startswith("drawing") and done >= 7:
            raise KeyboardInterrupt

    posterior = fit(classroom, chains=2, warmup=100, draws=200, seed=3, progress=stop)
    assert 7 <= posterior.z.shape[1] < 20
    assert not posterior.converged
    assert "interrupted after" in posterior.manifest.faults


def test_chains_drawn_two_by_two_are_those_of_the_whole_fit(classroom, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    size = {"chains": 3, "warmup": 10, "draws": 20, "seed": 3}
    whole = fit(classroom, **size)
    made = joined([fit(classroom, **size, only=pair) for pair in (0, 1)])
    assert (made.names, made.manifest) == (whole.names, whole.manifest)
    assert np.array_equal(made.z, whole.z)
    assert np.array_equal(made.values, whole.values)
    assert set(made.stats) == set(whole.stats)
    assert all(np.array_equal(made.stats[name], whole.stats[name]) for name in whole.stats)


def test_interrupted_before_any_draw_it_stops(classroom):
    def stop(stage: str, done: int, total: int) -> None:
        if stage.startswith("adapting") and done >= 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fit(classroom, chains=2, warmup=100, draws=200, seed=3, progress=stop)


def test_a_forecast_from_an_unconverged_posterior_carries_the_mark(sampled, classroom):
    bad = changed(sampled, converged=False, faults="R-hat of x is 1.4, above 1.01")
    made = forecast(classroom, days=7, futures=100, parameters=bad)
    assert "THE FIT HAS NOT CONVERGED: R-hat of x is 1.4" in " ".join(made.result.scenario.conditions)


def test_it_is_refused_for_another_case_or_model(sampled, classroom):
    assert belongs(sampled, classroom) is None
    with pytest.raises(ArmslengthError, match="this posterior cannot be used for axis-2024"):
        forecast("axis-2024", days=7, futures=50, parameters=sampled)
    other = changed(sampled, model_version="0")
    assert (
        belongs(other, classroom)
        == f"it was fitted with version 0 of the model, and this is version {MODEL_VERSION}"
    )


def test_one_of_before_models_had_versions_is_refused_in_a_sentence(sampled, classroom, tmp_path):
    file = sampled.save(tmp_path / "old.nc")
    with h5py.File(file, "a") as held:
        del held.attrs["model_version"]
        held.attrs["model_hash"] = "08b82eec"
    with pytest.raises(ArmslengthError) as refused:
        forecast(classroom, days=7, futures=50, parameters=read_posterior(file))
    assert "made by an earlier version of armslength" in str(refused.value)
    assert str(refused.value).endswith("; fit again")
    assert len(str(refused.value).splitlines()) == 1


@pytest.mark.parametrize(
    ("old", "new", "still"),
    [
        ("horizon: ", "horizon: 1", True),
        ("question: ", "question: Once more. ", True),
        ("# ", "# read again: ", True),
        ("charisma: {value: 0.4,", "charisma: {value: 0.41,", False),
    ],
)
def test_it_belongs_while_what_a_fit_reads_is_the_same(classroom, tmp_path, old, new, still):
    file = Path(save(classroom, tmp_path / "copy")) / "scenario.yaml"
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))
    edited = load(file.parent)
    assert edited.hash != classroom.hash
    assert (fit_at_hand(edited) is not None) == still


@pytest.mark.parametrize("content", [b"", b"not a file of this kind", b"\x89HDF\r\n\x1a\n" + b"\0" * 40])
def test_a_damaged_file_is_refused(tmp_path, content):
    file = tmp_path / "fit.nc"
    file.write_bytes(content)
    with pytest.raises(ArmslengthError, match="no readable posterior"):
        read_posterior(file)


def test_a_truncated_file_is_refused(sampled, tmp_path):
    file = sampled.save(tmp_path / "fit.nc")
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ArmslengthError, match="no readable posterior"):
        read_posterior(file)


def test_a_file_of_another_kind_is_refused(tmp_path):
    import xarray as xr

    file = tmp_path / "other.nc"
    xr.Dataset({"x": ("t", [1.0])}).to_netcdf(file, engine="h5netcdf")
    with pytest.raises(ArmslengthError, match="this is no posterior of armslength"):
        read_posterior(file)


def test_a_full_disk_leaves_the_last_good_posterior(sampled, tmp_path, monkeypatch):
    file = sampled.save(tmp_path / "fit.nc")
    before = file.read_bytes()

    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("xarray.DataTree.to_netcdf", full)
    with pytest.raises(ArmslengthError, match="No space left on device"):
        sampled.save(file)
    assert file.read_bytes() == before
    assert [f.name for f in tmp_path.iterdir()] == ["fit.nc"]


@pytest.mark.parametrize("name", CASES)
def test_the_shipped_posterior_belongs_to_the_present_model_and_data(name):
    posterior = read_posterior(shipped_file(name))
    assert belongs(posterior, load(name)) is None, "run `make posteriors`"
    manifest = posterior.manifest
    assert manifest.method in {"HMC", "NUTS"}
    assert manifest.worst_rhat <= 1.01
    assert min(manifest.least_ess_bulk, manifest.least_ess_tail) >= 400
    assert manifest.divergences == 0
    assert posterior.converged


def test_a_forecast_stands_on_the_shipped_fit_unless_asked_otherwise(classroom):
    assert parameters_of(classroom, None) is not None
    assert parameters_of(classroom, "prior") is None
    fitted, prior = (
        forecast(classroom, days=7, futures=100, parameters=p).result.scenario.parameters_from
        for p in (None, "prior")
    )
    assert (fitted, prior) == ("posterior", "prior")


def test_a_changed_case_is_forecast_from_the_prior(classroom):
    later = with_events(classroom, [], classroom.as_of + timedelta(days=1))
    assert fit_at_hand(later) is None
    assert "the scenario or its evidence has changed" in (fit_refused(later) or "")


@pytest.mark.parametrize(
    "command", [("forecast",), ("compare", "truce"), ("why", "truce")], ids=lambda words: words[0]
)
def test_a_shipped_fit_that_is_refused_is_said_so(classroom, command, monkeypatch, tmp_path):
    """In one line on standard error before anything else, in the manifest, and at the top of what is written."""
    name, *rest = command
    monkeypatch.setattr("armslength.fitting.posterior.MODEL_VERSION", "another")
    monkeypatch.chdir(tmp_path)
    ran = run(name, "classroom", *rest, "--futures", 1000, "--days", 7, "--json")
    assert ran.code == 0, ran.err
    says = "The fit shipped with classroom is not used: it was fitted with version"
    assert ran.err.startswith(f"Warning: {says}")
    assert len(ran.err.splitlines()) == 1
    made = json.loads(ran.out)["manifest"]
    assert made["parameters_from"] == "prior"
    assert made["fit_refused"].startswith(says)
    for page in tmp_path.rglob("*.html"):
        assert says in page.read_text(encoding="utf-8").partition("</header>")[0], page.name


@pytest.mark.parametrize("option", ["", "--prior"])
def test_nothing_is_said_where_no_fit_is_refused(classroom, option, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    ran = run("forecast", "classroom", *option.split(), "--futures", 1000, "--days", 7, "--json")
    assert ran.err == ""
    assert json.loads(ran.out)["manifest"]["fit_refused"] is None


def test_cases_share_an_actors_parameter_where_both_give_it_one_prior() -> None:
    names = set(target(load("axis-2024"), [load("axis-2020")]).names)
    assert "clients.nujaba.autonomy" in names
    assert "axis-2020:clients.nujaba.autonomy" not in names
    assert "adversaries.united-states.reprisal_rate" in names
    assert "axis-2020:adversaries.united-states.reprisal_rate" not in names
    assert "axis-2020:clients.nujaba.rapport" in names, "ties at the start are of their time"
    assert "axis-2020:fronts.nujaba/united-states.base_rate" in names, "and so are rates"


def test_a_fit_is_found_beside_its_case_and_where_the_user_kept_it(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    folder = tmp_path / "one-client"
    copytree("examples/one-client", folder)
    case = load(folder)
    assert fit_at_hand(case) is None
    made = fit(case, quick=True)
    kept = keep(case, made)
    assert fit_at_hand(case) is not None
    kept.unlink()
    assert fit_at_hand(case) is None
    made.save(folder / "posterior.nc")
    assert fit_at_hand(case) is not None
    events = folder / "events.csv"
    events.write_text(events.read_text().replace(",15,", ",16,"))
    assert fit_at_hand(load(folder)) is None, "a fit to other evidence is passed over"


def test_a_shipped_fit_is_thinned_and_keeps_its_diagnostics(sampled, tmp_path) -> None:
    made = thinned(sampled)
    assert made.z.shape[1] == min(KEPT, sampled.z.shape[1])
    assert read_posterior(made.save(tmp_path / "thin.nc")).manifest == sampled.manifest
