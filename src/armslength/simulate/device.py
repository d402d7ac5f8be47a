"""Where futures are computed: on processor cores, or on a GPU that JAX knows of."""

from __future__ import annotations

from typing import Literal

import jax

from armslength.errors import ArmslengthError

Device = Literal["cpu", "gpu"]
SHARE = 0.5  # of the card's free memory that the worlds of one block may take
MOST_WORLDS = 1_000_000  # in one block: of four sizes the quickest on an H100


def use(device: str) -> None:
    """Compute on this kind of device from now on, in this process.

    Raises:
        ArmslengthError: for a GPU where JAX finds none.
    """
    if device == "cpu":
        jax.config.update("jax_default_device", jax.devices("cpu")[0])
        return
    try:
        found = jax.devices(device)
    except RuntimeError:
        raise ArmslengthError(
            "JAX finds no GPU here; install JAX for one (such as `pip install 'jax[cuda13]'`) or leave out --device gpu"
        ) from None
    jax.config.update("jax_default_device", found[0])


def draws_at_once(usual: int, draws: int, replicates: int, bytes_of_world: int) -> int:
    """Return how many draws of the parameters one block plays here: `usual` on cores, as many as fit on a card.

    `bytes_of_world` is what a future takes while it is played. No future depends on it.
    """
    device = jax.config.jax_default_device
    if device is None:
        device = jax.devices()[0]
    if device.platform == "cpu":
        return usual
    known = device.memory_stats() or {}
    room = known.get("bytes_limit", 8 * 2**30) - known.get("bytes_in_use", 0)
    worlds = min(int(SHARE * room) // bytes_of_world, MOST_WORLDS)
    fitting = max(worlds // replicates // usual, 1) * usual
    return min(fitting, -(-draws // usual) * usual)
