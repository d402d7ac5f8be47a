"""What an analyst writes: scenario and evidence. Loads no JAX."""

from armslength.scenario.events import Event
from armslength.scenario.load import Case, list_cases, load
from armslength.scenario.scenario import Scenario
from armslength.scenario.sites import Site

__all__ = ["Case", "Event", "Scenario", "Site", "list_cases", "load"]
