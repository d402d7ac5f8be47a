"""Forecasts in the formats of others: hubverse folders, payloads in Metaculus' style, parquet in the shape of VIEWS."""
