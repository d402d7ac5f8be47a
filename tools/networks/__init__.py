"""The cases that are drafted from UCDP's data: drafted, fitted, and each with a page of how well it forecasts."""
