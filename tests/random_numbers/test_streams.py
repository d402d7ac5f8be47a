"""The generator of random numbers is the described one, and a future's bits depend on nothing but its own name."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from armslength.scenario import load
from armslength.simulate.streams import bits_of_worlds, row_keys, threefry, word, world_keys


# Known answers of Random123 (Salmon et al. 2011) for Threefry-2x32 in 20 rounds: key, counter, first word.
@pytest.mark.parametrize(
    ("key", "counter", "answer"),
    [
        ((0, 0), (0, 0), 0x6B200159),
        ((0xFFFFFFFF, 0xFFFFFFFF), (0xFFFFFFFF, 0xFFFFFFFF), 0x1CB996FC),
        ((0x13198A2E, 0x03707344), (0x243F6A88, 0x85A308D3), 0xC4923A9C),
    ],
)
def test_known_answers(key: tuple[int, int], counter: tuple[int, int], answer: int) -> None:
    words = jnp.array(key, jnp.uint32), tuple(jnp.uint32(x) for x in counter)
    assert int(threefry(*words)[0]) == answer


def test_keys_of_futures_are_those_that_jax_folds() -> None:
    keys = row_keys(load("classroom").network, 3, np.arange(4))
    drawn = jax.random.wrap_key_data(keys[:, 5, 2])
    for number, *made in zip(
        range(7), *(x.reshape(-1, 4, 7)[5, 2] for x in world_keys(keys, 7)), strict=True
    ):
        np.testing.assert_array_equal(made, jax.random.key_data(jax.random.fold_in(drawn, number)))


def test_a_word_is_two_finalisers_with_a_word_of_the_key_before_each() -> None:
    """Written out again in whole numbers, as docs/random-numbers.md says it."""

    def mixed(x: int) -> int:
        x = (x ^ x >> 16) * 0x21F0AAAD % 2**32
        x = (x ^ x >> 15) * 0x735A2D97 % 2**32
        return x ^ x >> 15

    for one, other, day in ((0, 0, 0), (1, 2, 3), (0xDEADBEEF, 0x01234567, 179), (2**32 - 1, 5, 2**32 - 1)):
        expected = mixed(mixed((one + day * 0x9E3779B9) % 2**32) ^ other)
        assert int(word((jnp.uint32(one), jnp.uint32(other)), jnp.uint32(day))) == expected


def test_no_two_futures_have_the_same_key() -> None:
    keys = row_keys(load("classroom").network, 3, np.arange(200))
    one, other = (np.asarray(x, np.uint64).ravel() for x in world_keys(keys, 50))
    assert len(np.unique(one << np.uint64(32) | other)) == one.size


def test_the_number_of_futures_and_of_draws_changes_no_bit() -> None:
    net = load("classroom").network
    keys = row_keys(net, 3, np.arange(4))
    few = bits_of_worlds(net, world_keys(keys[..., 2:3], 5), jnp.asarray(7))
    many = bits_of_worlds(net, world_keys(keys, 50), jnp.asarray(7))
    for stream, bits in vars(many).items():
        np.testing.assert_array_equal(getattr(few, stream), bits.reshape(len(bits), 4, 50)[:, 2, :5])


def test_one_future_alone_has_the_bits_that_it_has_among_others() -> None:
    net = load("classroom").network
    keys = row_keys(net, 3, np.arange(2))
    alone, among = (world_keys(keys[..., 1:], 1, 17), world_keys(keys, 50))
    for stream, bits in vars(bits_of_worlds(net, among, jnp.asarray(4))).items():
        np.testing.assert_array_equal(
            getattr(bits_of_worlds(net, alone, jnp.asarray(4)), stream)[:, 0], bits[:, 67]
        )
