"""What an analyst writes: scenario and evidence. Loads no JAX.

>>> from armslength.scenario import load
>>> load("classroom").patron.name
'The crown of Veldt'
"""

from armslength.scenario.article import ArticleRow, article
from armslength.scenario.check import Report, check
from armslength.scenario.events import Event
from armslength.scenario.explain import Explanation, explain
from armslength.scenario.json_schema import schema
from armslength.scenario.load import Case, list_cases, load
from armslength.scenario.parameter_values import Site
from armslength.scenario.revise import read_new_events, save, with_events
from armslength.scenario.scenario import Scenario
from armslength.scenario.starter import guide, new

__all__ = [
    "ArticleRow",
    "Case",
    "Event",
    "Explanation",
    "Report",
    "Scenario",
    "Site",
    "article",
    "check",
    "explain",
    "guide",
    "list_cases",
    "load",
    "new",
    "read_new_events",
    "save",
    "schema",
    "with_events",
]
