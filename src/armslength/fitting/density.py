"""What the sampler and the climb to the mode need to know of a log density of standard normals."""

from __future__ import annotations

from typing import Protocol

import numpy as np


class Density(Protocol):
    """A log likelihood of parameters that are standard normals in the prior."""

    @property
    def informed(self) -> np.ndarray:
        """Positions to sample."""

    def slope(self, z: np.ndarray) -> tuple[float, np.ndarray]:
        """Return the log likelihood and its gradient at `z` [position]."""

    def slopes(self, z: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the log likelihood [point] and its gradient, [point, position], at each of `z` [point, position]."""

    def whole(self, z: np.ndarray) -> np.ndarray:
        """Return all positions, [..., position], from the informed ones [..., informed]."""
