"""What one network teaches: its posterior divided by its prior, as a Gaussian in the parameters that networks share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from armslength.fitting import Posterior
from armslength.fitting.identify import PRIOR_ONLY
from armslength.fitting.quick import gaussian_behind
from armslength.parameters import Prior, Site
from armslength.parameters.priors import LogNormal, Normal
from armslength.scenario import Scenario

#: parts of the model by which a trigger war acts: without one the data know them only together with the level
OF_THE_TRIGGER = ("opening.", "mobilisation.", "tempo.half_saturation", "fronts.*.trigger_sensitivity")


@dataclass(frozen=True)
class Lesson:
    """The likelihood of one network, exp(b'z - z'Az/2) up to a factor, in the standard normals behind the usual priors.

    A direction in which the posterior is as wide as its prior has no part in `precision`: it teaches nothing.
    """

    network: str
    names: tuple[str, ...]  #: sites that the fit informs
    paths: tuple[str | None, ...]  #: [site] what networks share it as; None where it is of this network alone
    precision: np.ndarray  #: A, [site, site], no eigenvalue below zero
    pull: np.ndarray  #: b, [site]
    contraction: np.ndarray  #: [site] share of the prior's variance that this network removed

    @property
    def informs(self) -> Mapping[str, float]:
        """The shared parameters that it informs, with the largest contraction of any of their sites."""
        best: dict[str, float] = {}
        for path, contraction in zip(self.paths, self.contraction, strict=True):
            if path is not None and contraction >= PRIOR_ONLY:
                best[path] = max(best.get(path, 0.0), float(contraction))
        return best

    def own(self, path: str) -> Iterator[tuple[str, float, float]]:
        """Yield name, mean and standard deviation of each site of a parameter, with a wide prior in place of its own."""
        covariance = np.linalg.inv(self.precision + np.eye(len(self.names)) / WIDE**2)
        mean = covariance @ self.pull
        for i, (name, of) in enumerate(zip(self.names, self.paths, strict=True)):
            if of == path:
                yield name, float(mean[i]), float(np.sqrt(covariance[i, i]))


WIDE = 10.0  # usual standard deviations, of the prior under which a network is shown by itself


def lesson_of(case: Scenario, posterior: Posterior) -> Lesson:
    """Return what the fit of a case teaches about the parameters that it shares with other networks."""
    sites = {site.name: site for site in case.sites()}
    has_trigger = len({value for _, value in case.trigger}) > 1
    mean, covariance = _gaussian(posterior)
    precision, pull = _likelihood(mean, covariance)
    paths, scale, shift = [], np.ones(len(mean)), np.zeros(len(mean))
    for i, name in enumerate(posterior.names):
        site = sites.get(name)
        mapped = None if site is None else _to_usual(site)
        shared = site is not None and mapped is not None and is_shared(site, has_trigger)
        paths.append(site.record.path if site is not None and shared else None)
        if mapped is not None:
            shift[i], scale[i] = mapped
    # own z = (usual z - shift) / scale
    precision = precision / np.outer(scale, scale)
    pull = pull / scale + precision @ shift
    contraction = np.clip(1 - np.diag(covariance), 0.0, 1.0)
    return Lesson(case.name, posterior.names, tuple(paths), precision, pull, contraction)


def is_shared(site: Site, has_trigger: bool) -> bool:
    """Return whether a number is one of a kind that networks share, and not of this one's time and place.

    What a case says itself of an actor, such as a base rate, is of its own time. What the trigger war does is known only
    where there is one.
    """
    if site.written and site.record.per_entity:
        return False
    return has_trigger or not site.record.path.startswith(OF_THE_TRIGGER)


class _Map(NamedTuple):
    shift: float
    scale: float


def _to_usual(site: Site) -> _Map | None:
    """Return how the standard normal behind a site's prior becomes that behind the usual prior; None where it is no line."""
    own, usual = site.prior, site.record.prior
    if own == usual:
        return _Map(0.0, 1.0)
    match own, usual:
        case (Normal(), Normal()):
            return _Map((own.mean - usual.mean) / usual.sd, own.sd / usual.sd)
        case (LogNormal(), LogNormal()):
            ratio = float(np.log(own.middle / usual.middle))
            return _Map(ratio / usual.log_sd, own.log_sd / usual.log_sd)
    return None


def _gaussian(posterior: Posterior) -> tuple[np.ndarray, np.ndarray]:
    """Return the posterior's mean and covariance, exactly where it is a Gaussian at the mode."""
    if posterior.manifest.method == "Laplace":
        exact = gaussian_behind(posterior.z, posterior.manifest.draws, posterior.manifest.seed)
        if exact is not None:
            return exact
    flat = posterior.z.reshape(-1, posterior.z.shape[-1])
    covariance = np.cov(flat.T).reshape(flat.shape[1], flat.shape[1])
    return flat.mean(0), _without_noise(covariance, len(flat))


def _without_noise(covariance: np.ndarray, draws: int) -> np.ndarray:
    """Return a covariance of draws in which a direction counts as the prior where chance could make it as narrow.

    Draws of a standard normal have no eigenvalue below (1 - √(sites / draws))² (Marchenko & Pastur 1967).
    """
    values, vectors = np.linalg.eigh(covariance)
    edge = (1 - np.sqrt(min(len(values) / draws, 1.0))) ** 2
    return np.asarray((vectors * np.where(values > edge, 1.0, values)) @ vectors.T)


def _likelihood(mean: np.ndarray, covariance: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return precision and pull of the posterior divided by the standard normal prior."""
    values, vectors = np.linalg.eigh(covariance)
    learned = np.maximum(1 / values - 1, 0.0)  # a direction wider than its prior teaches nothing
    pull = (vectors.T @ mean) / np.minimum(values, 1.0)
    return np.asarray((vectors * learned) @ vectors.T), np.asarray(
        vectors @ np.where(learned > LEAST, pull, 0.0)
    )


LEAST = 1e-6  # of a prior's precision


def usual_prior(case: Scenario, path: str) -> Prior:
    """Return the usual prior of a shared parameter."""
    return next(site.record.prior for site in case.sites() if site.record.path == path)
