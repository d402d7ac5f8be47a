"""The group of all commands: each is built when it is asked for, since building all takes longer than `--help` may."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, MutableMapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from typer import Typer
from typer.core import TyperGroup
from typer.main import get_command_from_info, get_group
from typer.models import CommandInfo


@dataclass(frozen=True)
class Listed:
    """A command, or a group of some, before it is built."""

    help: str  #: its first paragraph
    build: Callable[[], Any]
    hidden: bool = False


class Built(MutableMapping[str, Any]):
    """Commands by name, built as they are read."""

    def __init__(self, listed: dict[str, Listed]):
        """Take what can be built."""
        self._listed = listed
        self._built: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        """Return a command."""
        if name not in self._built:
            self._built[name] = self._listed[name].build()
        return self._built[name]

    def __setitem__(self, name: str, command: Any) -> None:
        """Put in a command that is built already."""
        self._listed[name], self._built[name] = Listed("", lambda: command, hidden=True), command

    def __delitem__(self, name: str) -> None:
        """Take one out."""
        del self._listed[name]

    def __iter__(self) -> Iterator[str]:
        """Go through the names."""
        return iter(self._listed)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._listed)


def command(function: Callable[..., None], name: str, hidden: bool = False) -> Listed:
    """Return the command that a function is."""
    said = _first_paragraph(function.__doc__)
    info = CommandInfo(name=name, callback=function, hidden=hidden, short_help=said)
    build = partial(get_command_from_info, info, pretty_exceptions_short=True, rich_markup_mode=None)
    return Listed(said, build, hidden)


def group(commands: Typer, name: str) -> Listed:
    """Return a group of commands under one name."""

    def build() -> Any:
        commands.rich_markup_mode = None
        made = get_group(commands)
        made.name = name
        for one in made.commands.values():
            one.short_help = _first_paragraph(one.help)
        return made

    return Listed(_first_paragraph(commands.info.help), build)


def group_of(listed: dict[str, Listed]) -> type[TyperGroup]:
    """Return the class of a group that holds these commands, in this order."""

    class Commands(TyperGroup):
        """Commands that are built as they are asked for."""

        def __init__(self, **named: Any):
            """Take what Typer gives a group, less its commands."""
            super().__init__(**named)
            self.commands = Built(dict(listed))

        def format_commands(self, ctx: Any, formatter: Any) -> None:
            """Write the list of commands from what they say of themselves, unbuilt."""
            with formatter.section("Commands"):
                formatter.write_dl([(name, found.help) for name, found in listed.items() if not found.hidden])

    return Commands


def _first_paragraph(text: str | None) -> str:
    return " ".join(inspect.cleandoc(text or "").partition("\n\n")[0].split())
