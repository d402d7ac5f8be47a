"""What an analyst writes: scenario and evidence. Loads no JAX.

>>> from armslength.scenario import load
>>> load("classroom").as_of
datetime.date(2001, 4, 29)
"""

from armslength.parameters import Site
from armslength.scenario.check import Report, check
from armslength.scenario.events import Event
from armslength.scenario.explain import Explanation, explain
from armslength.scenario.json_schema import schema
from armslength.scenario.load import Case, list_cases, load
from armslength.scenario.pickled import read_again
from armslength.scenario.revise import read_new_events, save, with_events
from armslength.scenario.scenario import Scenario
from armslength.scenario.starter import guide, new

__all__ = [
    "Case",
    "Event",
    "Explanation",
    "Report",
    "Scenario",
    "Site",
    "check",
    "explain",
    "guide",
    "list_cases",
    "load",
    "new",
    "read_again",
    "read_new_events",
    "save",
    "schema",
    "with_events",
]
