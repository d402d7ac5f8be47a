"""Draws of the informed parameters, finished or interrupted, and how many of them had to be left out."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np


class Draws(NamedTuple):
    """What a sampler left."""

    z: np.ndarray  #: [chain, draw, informed] standard normals
    stats: dict[str, np.ndarray]  #: [chain, draw] of the sampler; empty for the quick path
    finished: bool
    unstable: float  #: share left out because their excitation would never die out
