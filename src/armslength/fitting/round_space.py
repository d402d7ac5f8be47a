"""The space in which a posterior is nearly round: a Gaussian's own, at first that of the mode, then that of the slopes met."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from armslength.fitting.quick import Mode

PRIOR_WEIGHT = 300.0  # slopes: as if so many had agreed with the Gaussian so far
FLATTEST, STEEPEST = 0.25, 4.0  # times the curvature of the Gaussian so far


@dataclass(frozen=True)
class RoundSpace:
    """A Gaussian, by its centre [informed] and a root of its covariance [informed, place]."""

    centre: np.ndarray
    root: np.ndarray

    @classmethod
    def at(cls, mode: Mode) -> RoundSpace:
        """Return the space of the Gaussian at the mode."""
        return cls(mode.z, np.linalg.cholesky(mode.covariance))

    def z(self, place: np.ndarray) -> np.ndarray:
        """Return standard normals of the prior, [..., informed], from places in this space."""
        return np.asarray(self.centre + place @ self.root.T)

    def place(self, z: np.ndarray) -> np.ndarray:
        """Return places in this space, [point, place], from standard normals of the prior [point, informed]."""
        return np.asarray(np.linalg.solve(self.root, (z - self.centre).T).T)

    def refitted(self, places: np.ndarray, slopes: np.ndarray) -> RoundSpace:
        """Return the space of the Gaussian whose slopes come nearest to those met, both [point, place].

        A Gaussian's slope is linear in the place. Its curvature is what a ridge regression of the slopes on the places
        gives, which knows the posterior where it has its mass and not at its mode alone.
        """
        middle = places.mean(0)
        away, apart = places - middle, slopes - places
        ridge = away.T @ away + PRIOR_WEIGHT * np.eye(len(middle))
        more = np.linalg.solve(ridge, away.T @ (apart - apart.mean(0)))
        values, vectors = np.linalg.eigh(np.eye(len(middle)) + (more + more.T) / 2)
        values = np.clip(values, FLATTEST, STEEPEST)
        flat = middle - vectors @ (vectors.T @ slopes.mean(0) / values)
        return RoundSpace(self.z(flat), self.root @ (vectors / np.sqrt(values)))
