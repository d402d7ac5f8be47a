"""Where everyone in one world stands at the end of a day, and the file that keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np

from armslength.errors import ArmslengthError, Fault
from armslength.initial_conditions import replay_at
from armslength.results.step import SavedState
from armslength.scenario import Scenario, load
from armslength.world.initial_state import initial_state
from armslength.world.mechanism import variables_of
from armslength.world.network import Network
from armslength.world.params import Layout
from armslength.world.records import State

MOST = 1e6  # no quantity of a state that was played is larger


@dataclass(frozen=True)
class Position:
    """One world at the end of a day."""

    scenario: Scenario
    layout: Layout
    values: np.ndarray  #: [site]
    state: State  #: [actor]
    day: date

    @property
    def network(self) -> Network:
        """The network that ties the actors."""
        return self.layout.network

    def saved(self) -> SavedState:
        """Return the record that a file holds; it opens from any folder."""
        folder = self.scenario.folder
        return SavedState(
            scenario=self.scenario.name if folder is None else str(folder.resolve()),
            scenario_hash=self.scenario.hash,
            day=self.day,
            parameters=dict(zip(self.layout.names, map(float, self.values), strict=True)),
            state={name: np.asarray(x).tolist() for name, x in vars(self.state).items()},
        )


def position(start: str | Path) -> Position:
    """Return where everyone stands in a saved state, or in a case at its as-of date with the parameters at their values.

    Raises:
        ArmslengthError: where there is no such case, or the file holds no state that can be played on.
    """
    path = Path(start)
    if path.is_file() and path.suffix == ".json":
        return open_state(path)
    scenario = load(start)
    layout = scenario.layout
    found = replay_at(scenario, layout, layout.defaults[:, None])
    state = jax.tree.map(lambda x: x[..., 0], found.state)
    return Position(scenario, layout, layout.defaults, state, scenario.as_of)


def open_state(path: Path) -> Position:
    """Open a saved state.

    Raises:
        ArmslengthError: where the file is none, or holds a number that no state can have.
    """
    try:
        text = path.read_bytes()
    except OSError as error:
        raise ArmslengthError(Fault(path, None, f"cannot be read: {error.strerror}")) from None
    saved = SavedState.from_json(text, str(path))
    scenario = _scenario_of(saved, path)
    layout = scenario.layout
    if wrong := _impossible(saved, scenario, layout):
        raise ArmslengthError(
            Fault(path, None, f"this is no saved state: {wrong}", f"`{SavedState.made_by}` makes one")
        )
    values = np.array([saved.parameters[name] for name in layout.names])
    state = State(**{name: jnp.asarray(x) for name, x in saved.state.items()})
    return Position(scenario, layout, values, state, saved.day)


def _scenario_of(saved: SavedState, path: Path) -> Scenario:
    """Load the scenario of a state; its folder may also be named as it is seen from the file."""
    places: list[str | Path] = [saved.scenario]
    beside = path.resolve().parent / saved.scenario
    if beside.is_dir():
        places.append(beside)
    refused: list[ArmslengthError] = []
    for place in places:
        try:
            scenario = load(place)
        except ArmslengthError as error:
            refused.append(error)
            continue
        if scenario.hash == saved.scenario_hash:
            return scenario
    if len(refused) == len(places):
        raise refused[0]
    what = f"the scenario '{saved.scenario}' has changed since this state was saved"
    raise ArmslengthError(Fault(path, None, what, "start again from the case"))


def _impossible(saved: SavedState, scenario: Scenario, layout: Layout) -> str | None:
    """Say what in a saved state cannot be: a name, a number of actors, a number."""
    sites = {site.name: site.record for site in scenario.sites()}
    if odd := sites.keys() ^ saved.parameters.keys():
        return f"parameters: '{min(odd)}' is missing or unknown"
    for name, value in saved.parameters.items():
        if abs(value) > MOST or not sites[name].within_support(value):
            return f"parameters: '{name}' is {value:g}"
    variables = variables_of(scenario.mechanisms)
    if odd := variables.keys() ^ saved.state.keys():
        return f"state: '{min(odd)}' is missing or unknown"
    shapes = jax.eval_shape(lambda z: initial_state(layout.network, layout.params(z)), layout.defaults)
    for name, held in saved.state.items():
        values = np.asarray(held)
        if values.shape != getattr(shapes, name).shape:
            return f"state: '{name}' holds {values.size} numbers"
        least = max(variables[name].least, -MOST)
        if values.size and (values.min() < least or values.max() > MOST):
            return f"state: '{name}' holds {values.min() if values.min() < least else values.max():g}"
    return None
