"""How fast a future is, beside the same model in Mesa and in NumPy, and beside the floor: `make bench`."""
