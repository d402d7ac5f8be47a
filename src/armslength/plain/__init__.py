"""Plain forecasters of weekly counts, learned on other networks: what a model has to beat, and a forecast in its own right."""
