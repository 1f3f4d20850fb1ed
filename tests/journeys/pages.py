"""What every journey does: be someone, look for errors, and check that a page is open to everybody."""

from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import ConsoleMessage, Error, Page, Response

from greenroom.organizations.models import Account

WIDTHS = (1280, 390, 320)
THEMES = ("light", "dark")
STANDARD = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
HEIGHT = 900
SETTLED_AFTER = 500
"""Milliseconds."""
REPORTED_AS_RESPONSE = (
    "Failed to load resource",
    "Response Status Error Code 4",
)  # the browser's words, and htmx's
PAINTED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


@dataclass
class Watch:
    """Collects what a browser complains of: script errors, broken policy, missing files, failing pages.

    An answer of 4xx to the page itself is what some journeys look for, and no fault.
    """

    page: Page
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._on_console)
        self.page.on("pageerror", self._on_error)
        self.page.on("response", self._on_response)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(REPORTED_AS_RESPONSE):
            self.faults.append(f"console: {message.text}")

    def _on_error(self, error: Error) -> None:
        self.faults.append(f"script: {error}")

    def _on_response(self, response: Response) -> None:
        is_page = response.request.resource_type in {"document", "xhr", "fetch"}
        if response.status >= 500 or (response.status >= 400 and not is_page):
            self.faults.append(f"{response.status}: {response.url}")


def be(page: Page, account: Account, *, at: str) -> None:
    """Go on as this account, without the sign-in page. `at` is the server's address."""
    client = Client()
    client.force_login(account, backend=settings.AUTHENTICATION_BACKENDS[0])
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": at}])


def assert_accessible(
    page: Page, *, widths: tuple[int, ...] = WIDTHS, themes: tuple[str, ...] = THEMES
) -> None:
    """No violation of WCAG 2.2 AA that axe can see, and nothing to scroll sideways, at each width in each light."""
    before = page.viewport_size
    faults: list[str] = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        faults += [f"{width}: {overflow}" for overflow in _overflow(page)]
        for theme in themes:
            page.emulate_media(color_scheme=theme)  # type: ignore[arg-type] # light or dark
            page.evaluate(PAINTED)
            if _violations(page):  # a busy machine may still be changing the lights: what stays is a fault
                page.wait_for_timeout(SETTLED_AFTER)
                faults += [f"{width} {theme}: {violation}" for violation in _violations(page)]
    if before:
        page.set_viewport_size(before)
    assert faults == [], "\n".join([page.url, *faults])


def _violations(page: Page) -> list[str]:
    options: dict[str, Any] = {
        "runOnly": {"type": "tag", "values": list(STANDARD)},
        "resultTypes": ["violations"],
    }
    found = Axe().run(page, options=options).response["violations"]
    return [
        f"{violation['id']}: {node['html'][:160]} ({' '.join(node['failureSummary'].split())[:240]})"
        for violation in found
        for node in violation["nodes"]
    ]


def _overflow(page: Page) -> list[str]:
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"the page is {wider} pixels wider than the window"] if wider > 0 else []
