"""A real browser before the real server. Where there is none, the journeys are skipped, and the end of the run says so.

GREENROOM_CHROMIUM names the browser (default /usr/bin/chromium); GREENROOM_REQUIRE_BROWSER=1 makes its absence a failure.
"""

import os
import pathlib
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.journeys.pages import Watch

# Playwright keeps an event loop in this thread, which Django takes for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

CHROMIUM = os.environ.get("GREENROOM_CHROMIUM", "/usr/bin/chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
)
NO_BROWSER = f"no browser at {CHROMIUM}: install chromium, or name one in GREENROOM_CHROMIUM"
IS_THERE = shutil.which(CHROMIUM) is not None
IS_REQUIRED = os.environ.get("GREENROOM_REQUIRE_BROWSER") == "1"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = pathlib.Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.journey)
            if not IS_THERE and not IS_REQUIRED:
                item.add_marker(pytest.mark.skip(reason=NO_BROWSER))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not IS_THERE:
        terminalreporter.section("journeys not driven", sep="!", red=True)
        terminalreporter.write_line(NO_BROWSER)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not IS_THERE:
        pytest.fail(NO_BROWSER)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, live_server: LiveServer, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page of a fresh profile, 1280 wide unless parametrized with `(width, height)` (indirect).

    Addresses are relative to the server. The test fails when the browser reported an error of any kind.
    """
    width, height = getattr(request, "param", (1280, 900))
    # Still: a page transition cut short by the next step would be reported as an error.
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": width, "height": height}, reduced_motion="reduce"
    )
    context.set_default_timeout(10_000)
    page = context.new_page()
    watch = Watch(page)
    yield page
    context.close()
    assert watch.faults == []
