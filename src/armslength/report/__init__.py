"""What one sees: the report of a forecast and its pictures, each made from the forecast's document alone."""

from armslength.report.forecast_page import write_report
from armslength.report.network import network_picture

__all__ = ["network_picture", "write_report"]
