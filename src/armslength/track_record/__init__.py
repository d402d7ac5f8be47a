"""A track record over many networks: rolling forecasts of each, beside plain baselines learned on the others."""
