"""Special cases whose posterior is known without a sampler."""

import jax
import numpy as np
from scipy.stats import nbinom

from armslength.fitting.fit import fit
from armslength.fitting.target import target
from armslength.history import encode, replay

BASE = "fronts.harbour-guard/tarn.base_rate"
STILL = {
    "tempo.branching": 0.0,
    "tempo.cross_excitation": 0.0,
    "tempo.grievance_push": 0.0,
    "pace.speed": 1e-6,
    "halts.rate": 1.0,  # a halt halts nothing
}


def test_one_base_rate_alone_has_the_posterior_that_a_grid_gives(classroom):
    # Without excitation, pace and halts the expected count of a front is its base rate times what the rest of the
    # model fixes, so the likelihood is a product of negative binomials, written here a second time by scipy.
    layout = classroom.layout
    free = next(s for s in layout.sites if s.name == BASE)
    held = {s.name: s.value for s in layout.sites if s.name != BASE} | STILL
    shares = {
        f"series.{s.id}.reporting": s.reporting.share for s in classroom.series.values() if not s.primary
    }
    posterior = fit(classroom, held=held | shares, quick=False, chains=2, warmup=100, draws=400, seed=1)
    assert posterior.names == (BASE,)

    front = layout.network.fronts.index("harbour-guard/tarn")
    with jax.enable_x64(True):
        flat = layout.override(layout.defaults, held | {BASE: 1.0})
        p, history = layout.params(flat), encode(classroom, layout.network)
        law = replay(layout.network, p, history).tallies
        series = int(np.flatnonzero(history.member[:, front])[0])
        ends = history.tallies.ends[:, series] > 0
        per_unit = np.asarray(law.mean)[ends, series]
        totals, days = history.tallies.total[ends, series], history.tallies.days[ends, series]
    assert set(days) == {1.0}  # a day each: the negative binomial is exact
    size = float(p.fronts.dispersion[front])
    z = np.linspace(-4, 4, 2001)
    rate = free.prior.push(z)[:, None] * per_unit
    log = nbinom.logpmf(totals, size, size / (size + rate)).sum(1) - z**2 / 2
    weight = np.exp(log - log.max())
    weight /= weight.sum()
    mean = float(weight @ z)
    sd = float(np.sqrt(weight @ (z - mean) ** 2))
    # 800 draws, hardly dependent: counted as 400, beyond 5 standard errors in one of a million runs
    assert abs(posterior.z.mean() - mean) < 5 * sd / np.sqrt(400)
    assert abs(posterior.z.std() / sd - 1) < 5 / np.sqrt(400)


def test_what_the_history_does_not_touch_is_no_part_of_the_fit(classroom):
    with jax.enable_x64(True):
        aim = target(classroom)
        touched = {aim.names[i] for i in aim.informed}
        z = np.zeros(len(aim.names))
        away = np.where(np.isin(np.arange(len(z)), aim.informed), 0.0, 1.5)
        assert aim.slope(z)[0] == aim.slope(z + away)[0]
    assert "trigger.truce_begins" not in touched
    assert BASE in touched


def test_a_held_parameter_is_no_part_of_the_fit_either(classroom):
    with jax.enable_x64(True):
        free, held = target(classroom), target(classroom, held={"tempo.branching": 0.0})
        names = {held.names[i] for i in held.informed}
        assert "tempo.branching" in {free.names[i] for i in free.informed}
        assert "tempo.branching" not in names
        at = held.names.index("tempo.branching")
        assert held.values(np.zeros((1, len(held.informed))))[at] == 0.0


def test_padding_changes_nothing(classroom):
    with jax.enable_x64(True):
        z = np.random.default_rng(2).standard_normal(len(target(classroom).names))
        plain, padded = (target(classroom, step=step).slope(z) for step in (1, 64))
    np.testing.assert_allclose(padded[0], plain[0], rtol=1e-10)
    np.testing.assert_allclose(padded[1], plain[1], rtol=1e-7, atol=1e-8)
