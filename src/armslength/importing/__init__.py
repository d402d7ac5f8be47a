"""Readers of the data sets that people bring: UCDP GED, ACLED, GTD and counts of their own, as rows of `events.csv`."""
