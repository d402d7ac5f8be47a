"""`armslength serve`: the page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def serve(
    scenario: Annotated[
        str, typer.Argument(metavar="[SCENARIO]", help="Name of a shipped case, or a scenario folder.")
    ] = "axis-2024",
    port: Annotated[int, typer.Option(help="Port; the address is printed.")] = 8080,
    host: Annotated[
        str, typer.Option(help="Address to listen on; any but this machine's own needs a token.")
    ] = "127.0.0.1",
    workspace: Annotated[
        Path | None,
        typer.Option(help="Folder for saved strategies, runs and copies; your data folder if left out."),
    ] = None,
    token_file: Annotated[
        Path | None, typer.Option(help="File with the token; else the variable ARMSLENGTH_TOKEN.")
    ] = None,
    certificate: Annotated[
        Path | None, typer.Option(help="TLS certificate (PEM), to listen with https.")
    ] = None,
    key: Annotated[Path | None, typer.Option(help="Its private key (PEM).")] = None,
    futures: Annotated[int, typer.Option(help="Futures behind the first page.")] = 10_000,
) -> None:
    """Open a page on which to ask the network a question and see the answer."""
    from armslength.cli.console import out
    from armslength.extras import require

    require("web", "The page")
    from armslength.web.server import serve as answer
    from armslength.web.settings import Settings, default_workspace, read_token

    settings = Settings(
        case=scenario,
        host=host,
        port=port,
        workspace=(workspace or default_workspace()).resolve(),
        token=read_token(token_file),
        certificate=certificate,
        key=key,
        futures=futures,
    ).checked()
    answer(settings, lambda text: out.print(text, markup=False, soft_wrap=True))


COMMANDS = (serve,)
