"""Many networks together: what the fits of single networks teach about the next one."""
