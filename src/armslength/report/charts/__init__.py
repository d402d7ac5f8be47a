"""Charts of a forecast as Altair objects: the same definitions for still pictures and for a live page."""

from armslength.report.charts.compliance_chart import follow
from armslength.report.charts.counts import exceedance, split
from armslength.report.charts.ladder_chart import occupancy, reprisal
from armslength.report.charts.lethal import commander, lethal
from armslength.report.charts.posterior import learned, predicted
from armslength.report.charts.style import NARROW, WIDE, themed
from armslength.report.charts.timeline import front_in_time, shared_fronts, together_in_time
from armslength.report.charts.ways_chart import ways_chart

__all__ = [
    "NARROW",
    "WIDE",
    "commander",
    "exceedance",
    "follow",
    "front_in_time",
    "learned",
    "lethal",
    "occupancy",
    "predicted",
    "reprisal",
    "shared_fronts",
    "split",
    "themed",
    "together_in_time",
    "ways_chart",
]
