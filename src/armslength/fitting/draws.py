"""Draws of the informed parameters, finished or interrupted."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np


class Draws(NamedTuple):
    """Draws of a sampler, with its own statistics."""

    z: np.ndarray  #: [chain, draw, informed] standard normals
    stats: dict[str, np.ndarray]  #: [chain, draw] of the sampler; empty for the quick path
    finished: bool
