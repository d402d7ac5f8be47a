"""Try the mechanisms of a model on one day without computing anything, so that a fault is said before a day is played."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from armslength.errors import ArmslengthError
from armslength.world.mechanism import Mechanism
from armslength.world.numerics import jnp
from armslength.world.params import Layout
from armslength.world.record import fields_of
from armslength.world.records import Outlook

WORLDS = 2


@cache
def rehearse(layout: Layout) -> None:
    """Trace one day of a model, in a few worlds.

    Raises:
        ArmslengthError: naming the mechanism that cannot be played, and why.
    """
    import jax
    import numpy as np

    from armslength.world.draw import Uniforms, actors_of, sample_events, uniforms_of
    from armslength.world.initial_state import initial_state, quiet_day

    network = layout.network

    def one_day(values: Any, bits: Uniforms) -> Any:
        params = layout.params(values)
        state = initial_state(network, params)
        inputs = jax.tree.map(lambda x: x[:, None] if x.ndim else x, quiet_day(network))
        outlook = Outlook()
        for m in network.mechanisms:
            if m.expect:
                given = _played(m, "expect", m.expect, network, params, state, inputs, outlook)
                _check_shapes(m, "expect", given, outlook)
                outlook = outlook.merge(given)
        events = sample_events(network, params, state, inputs, outlook, uniforms_of(bits))
        updated = state
        for m in network.mechanisms:
            if m.change:
                day = (network, params, state, inputs, outlook, events, updated)
                changed = _played(m, "change", m.change, *day)
                _check_shapes(m, "change", changed, state)
                updated = updated.replace(**vars(changed))
        return updated

    bits = {
        s.name: np.zeros((len(actors_of(network, s.kind)), WORLDS), np.uint32) for s in fields_of(Uniforms)
    }
    values = np.zeros((len(layout.sites), WORLDS), np.float32)
    jax.eval_shape(one_day, values, Uniforms(**bits))


def _played(mechanism: Mechanism, half: str, function: Callable[..., Any], *given: Any) -> Any:
    try:
        return function(*given)
    except Exception as error:
        raise _fault(mechanism, f"`{half}` ends in {type(error).__name__}: {error}") from error


def _check_shapes(mechanism: Mechanism, half: str, given: Any, before: Any) -> None:
    """Refuse a name that nobody declares, and an array that does not fit where it is put."""
    if not hasattr(given, "__dict__"):
        raise _fault(mechanism, f"`{half}` gives a {type(given).__name__}, and no record")
    own = {f.name for kind in (mechanism.state, mechanism.outlook) if kind for f in fields_of(kind)}
    for name, value in vars(given).items():
        shape, wanted = jnp.shape(value), jnp.shape(vars(before).get(name, value))
        if name not in own and name not in vars(before):
            raise _fault(mechanism, f"`{half}` gives '{name}', which no mechanism declares")
        if _misfits(shape, wanted):
            raise _fault(mechanism, f"`{half}` gives '{name}' the shape {shape}, and it is {wanted}")


def _misfits(shape: tuple[int, ...], wanted: tuple[int, ...]) -> bool:
    """Return whether an array of a shape cannot be broadcast to another."""
    tail = wanted[len(wanted) - len(shape) :]
    return len(shape) > len(wanted) or any(a not in (1, b) for a, b in zip(shape, tail, strict=True))


def _fault(mechanism: Mechanism, why: str) -> ArmslengthError:
    return ArmslengthError(f"the mechanism '{mechanism.name}' cannot be played: {why}")
