"""The cases that ship with the package: folders of scenario, claims, sources and events."""
