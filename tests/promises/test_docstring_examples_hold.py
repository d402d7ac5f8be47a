"""Every example in a docstring is what really happens."""

import doctest
import importlib
import pkgutil

import pytest

import armslength

MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(armslength.__path__, "armslength.", onerror=lambda name: None)
    if not module.name.endswith("__main__")
)


@pytest.mark.parametrize("name", MODULES)
def test_examples_hold(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name), optionflags=doctest.ELLIPSIS).failed == 0
