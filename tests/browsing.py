"""A page that is tried in Chromium, with the network off."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Self

CHROMIUM = Path("/usr/bin/chromium")
WIDE, PHONE = (1440, 900), (390, 844)


class Opened:
    """A page in a window of its own, with what its console said, and what it asked of a network."""

    def __init__(self, chromium: Any, path: Path, size: tuple[int, int] = WIDE, theme: str = "light") -> None:
        self._context = chromium.new_context(
            viewport={"width": size[0], "height": size[1]}, color_scheme=theme, offline=True, has_touch=size == PHONE
        )
        self.page = self._context.new_page()
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.said.append(f"{message.type}: {message.text}"))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(path.as_uri())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._context.close()

    def text(self, selector: str) -> str:
        return str(self.page.inner_text(selector))

    def becomes(self, expression: str, wanted: object) -> None:
        """Wait until an expression gives this. The page's policy keeps Playwright from waiting there, so it is asked again and again."""
        for _ in range(100):
            if self.page.evaluate(expression) == wanted:
                return
            self.page.wait_for_timeout(50)
        assert self.page.evaluate(expression) == wanted

    def shoot(self, name: str) -> None:
        """A picture of the page, where ALLGRAPH_SHOTS names a folder for it."""
        if folder := os.environ.get("ALLGRAPH_SHOTS"):
            self.page.wait_for_timeout(300)
            self.page.screenshot(path=f"{folder}/{name}.png")
