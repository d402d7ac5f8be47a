"""A fit says where the data contradict a prior, and where a bound binds."""

from dataclasses import replace

import numpy as np
import pytest

from armslength.fitting.fit_result import fit_result
from armslength.fitting.identify import conflict_of
from armslength.parameters.priors import Normal, Truncated
from armslength.report.fit_page import write_fit_page


@pytest.mark.parametrize(("middle", "said"), [(0.0, None), (1.5, None), (2.5, "prior"), (-2.5, "prior")])
def test_a_median_far_out_in_the_prior_is_a_conflict(middle: float, said: str | None) -> None:
    z = middle + 0.1 * np.random.default_rng(1).standard_normal(500)
    assert conflict_of(Normal(0.0, 1.0), z, z) == said


@pytest.mark.parametrize(("value", "said"), [(3.98, "bound"), (1.82, "bound"), (2.9, None)])
def test_a_bound_that_binds_is_named(value: float, said: str | None) -> None:
    prior = Truncated(2.9, 1.0, 1.8, 4.0)
    middle = {3.98: 1.6, 1.82: -1.6, 2.9: 0.0}[value]
    assert conflict_of(prior, np.full(500, middle), np.full(500, value)) == said


def test_the_screen_and_the_page_say_it(sampled, classroom) -> None:
    name = sampled.names[0]
    assert not any(
        s.startswith(f"Prior and data are in conflict: {name}")
        for s in fit_result(sampled, classroom).conflicts
    )
    z = sampled.z.copy()
    z[..., 0] += 4
    result = fit_result(replace(sampled, z=z), classroom)
    (sentence,) = [s for s in result.conflicts if s.startswith(f"Prior and data are in conflict: {name} ")]
    assert sentence in write_fit_page(result)
