"""The generator of random numbers is the published one, and a future's bits depend on nothing but its own name."""

import jax.numpy as jnp
import numpy as np
import pytest

from armslength.scenario import load
from armslength.simulate.streams import _threefry, bits_of_worlds, row_keys, world_keys


# Known answers of Random123 (Salmon et al. 2011) for Threefry-2x32 in 20 rounds: key, counter, first word.
@pytest.mark.parametrize(
    ("key", "counter", "word"),
    [
        ((0, 0), (0, 0), 0x6B200159),
        ((0xFFFFFFFF, 0xFFFFFFFF), (0xFFFFFFFF, 0xFFFFFFFF), 0x1CB996FC),
        ((0x13198A2E, 0x03707344), (0x243F6A88, 0x85A308D3), 0xC4923A9C),
    ],
)
def test_known_answers(key: tuple[int, int], counter: tuple[int, int], word: int) -> None:
    assert int(_threefry(*(jnp.uint32(x) for x in (*key, *counter)))) == word


def test_the_number_of_futures_and_of_draws_changes_no_bit() -> None:
    net = load("classroom").network
    keys = row_keys(net, 3, np.arange(4))
    few = bits_of_worlds(net, world_keys(keys[..., 2:3], 5), jnp.asarray(7))
    many = bits_of_worlds(net, world_keys(keys, 50), jnp.asarray(7))
    for stream, bits in vars(many).items():
        np.testing.assert_array_equal(getattr(few, stream), bits.reshape(len(bits), 4, 50)[:, 2, :5])
