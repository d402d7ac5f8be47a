"""Tables of results: each is built once from a typed result, and shown on the terminal, in the report or as CSV."""

from armslength.tables.table import Cell, Column, Estimate, Link, Table

__all__ = ["Cell", "Column", "Estimate", "Link", "Table"]
