"""The page: ask the network a question in a browser and see the answer. Thin over the same functions as the command line."""

from armslength.web.settings import Settings

__all__ = ["Settings"]
