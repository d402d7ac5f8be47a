"""What the page may do: where it listens, who may come in, where it keeps things, and its limits."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path

from armslength.errors import ArmslengthError
from armslength.writing import user_folder

TOKEN = "ARMSLENGTH_TOKEN"  #: the environment's variable that holds the token
SHORTEST_TOKEN = 16
NO_CODE = "a server never runs what is uploaded to it"  #: why a scenario's own mechanisms are refused here


@dataclass(frozen=True)
class Limits:
    """The most that anyone may ask of one server."""

    futures: int = 20_000
    days: int = 730
    jobs: int = 8  #: waiting or running at once
    file_bytes: int = 4_000_000  #: one file of a scenario
    upload_bytes: int = 12_000_000  #: one request, packed or not
    copies: int = 50  #: scenarios in the workspace
    strategies: int = 500
    actions: int = 60  #: in one strategy


def default_workspace() -> Path:
    """Return a folder in the user's own data folder, beside the ledger."""
    return user_folder() / "page"


@dataclass(frozen=True)
class Settings:
    """Settings of one server; `checked` refuses those that would be unsafe."""

    case: str = "axis-2024"
    host: str = "127.0.0.1"
    port: int = 8080
    workspace: Path = field(default_factory=default_workspace)
    token: str | None = field(default=None, repr=False)  # never in a message
    certificate: Path | None = None
    key: Path | None = None
    futures: int = 10_000  #: of the forecast behind the first page
    limits: Limits = Limits()
    embed: bool = False  #: whether other sites may show the cards at /embed, to anyone

    @property
    def is_local(self) -> bool:
        """Whether nobody but this machine can reach it."""
        return self.host == "localhost" or is_loopback(self.host)

    @property
    def address(self) -> str:
        """What to open in a browser."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'https' if self.certificate else 'http'}://{name}:{self.port}/"

    @property
    def exposes(self) -> str:
        """What listening beyond this machine means, in one sentence."""
        return (
            f"Listening on {self.host}: whoever reaches this address and holds the token can read every case and "
            f"result in {self.workspace}, change the copies there, and use this machine's processors."
        )

    def checked(self) -> Settings:
        """Return the settings.

        Raises:
            ArmslengthError: where they would be unsafe, or cannot be.
        """
        if not 0 <= self.port <= 65535:
            raise ArmslengthError(f"port is {self.port}; it must lie between 0 and 65535")
        if not 50 <= self.futures <= self.limits.futures:
            raise ArmslengthError(
                f"futures is {self.futures}; it must lie between 50 and {self.limits.futures:,} on a page"
            )
        if (self.certificate is None) != (self.key is None):
            raise ArmslengthError("--certificate and --key belong together; give both or neither")
        for path in filter(None, (self.certificate, self.key)):
            if not path.is_file():
                raise ArmslengthError(f"{path}: no such file")
        if self.token is not None and len(self.token) < SHORTEST_TOKEN:
            raise ArmslengthError(f"the token is too short; {SHORTEST_TOKEN} characters are the least")
        if not self.is_local and self.token is None:
            raise ArmslengthError(
                f"listening on {self.host} lets others in, so it needs a token: put one of at least {SHORTEST_TOKEN} "
                f"characters into {TOKEN}, or into a file named with --token-file"
            )
        return self


def read_token(file: Path | None) -> str | None:
    """Return the token from a file, else from the environment; None where there is none."""
    if file is None:
        return os.environ.get(TOKEN) or None
    try:
        return file.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ArmslengthError(f"{file}: cannot be read: {error.strerror}") from None


def is_loopback(host: str) -> bool:
    """Return whether this is an address of the machine itself."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
