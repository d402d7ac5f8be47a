"""The world: state, events, mechanisms, and the day that they make together."""
