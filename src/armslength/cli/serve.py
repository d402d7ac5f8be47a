"""`armslength serve`: the page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def serve(
    scenario: Annotated[
        str, typer.Argument(metavar="[SCENARIO]", help="Name of a shipped case, or a scenario folder.")
    ] = "axis-2024",
    port: Annotated[int, typer.Option(help="Port to listen on; 0 takes any that is free.")] = 8080,
    host: Annotated[
        str, typer.Option(help="Address to listen on; one that other machines can reach needs a token.")
    ] = "127.0.0.1",
    workspace: Annotated[
        Path | None,
        typer.Option(
            help="Folder for saved strategies, results and copies of cases; if left out, your data folder."
        ),
    ] = None,
    token_file: Annotated[
        Path | None,
        typer.Option(help="File with the token; if left out, the environment variable ARMSLENGTH_TOKEN."),
    ] = None,
    certificate: Annotated[
        Path | None, typer.Option(help="TLS certificate (PEM), to serve over https.")
    ] = None,
    key: Annotated[Path | None, typer.Option(help="Private key of the certificate (PEM).")] = None,
    futures: Annotated[int, typer.Option(help="Futures to simulate for the first page.")] = 10_000,
    embed: Annotated[
        bool,
        typer.Option(
            "--embed",
            help="Let other sites show the cards at /embed/CASE, which then need no token; on this machine they may anyway.",
        ),
    ] = False,
) -> None:
    """Serve a page in the browser: forecast, what if, evidence, scores, scenario editor."""
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
        embed=embed,
    ).checked()
    answer(settings, lambda text: out.print(text, markup=False, soft_wrap=True))


COMMANDS = (serve,)
