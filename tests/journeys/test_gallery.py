from playwright.sync_api import Page, expect

from tests.journeys.pages import assert_accessible


def test_open_gallery_is_accessible_at_every_width_in_both_lights(page: Page) -> None:
    page.goto("/design/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Components")
    assert_accessible(page)


def test_press_dialog_button_opens_dialog_and_not_yet_closes_it(page: Page) -> None:
    page.goto("/design/")
    dialog = page.get_by_role("heading", name="Publish these 40 pairs?")
    page.get_by_role("button", name="Publish 40 pairs").click()
    expect(dialog).to_be_visible()
    page.get_by_role("button", name="Not yet").click()
    expect(dialog).to_be_hidden()


def test_choose_dark_is_kept_for_the_next_page(page: Page) -> None:
    page.goto("/design/")
    page.get_by_role("button", name="Appearance").click()
    with page.expect_response("**/theme/"):
        page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_tick_part_of_week_ticks_its_hours_and_leaves_each_to_be_taken_back(page: Page) -> None:
    page.goto("/design/")
    grid = page.locator("[data-week-grid]").first
    grid.get_by_label("Weekday evenings, 18 to 22").check()
    expect(grid.get_by_label("Friday 21:00")).to_be_checked()
    expect(grid.get_by_label("Saturday 21:00")).not_to_be_checked()
    grid.get_by_label("Friday 21:00").uncheck()
    sent = grid.locator("input[name=free_hours]:checked")
    expect(sent).to_have_count(19)  # Monday and Tuesday 18:00 and 19:00 were ticked before, and lie within
    expect(grid.locator("[data-hours][name]")).to_have_count(0)


def test_refused_fragment_floats_into_sight_and_can_be_closed(page: Page) -> None:
    page.goto("/design/")
    page.evaluate("() => { window.scrollTo(0, 2000); htmx.ajax('POST', '/nowhere/', '#main'); }")
    refusal = page.get_by_role("alert").filter(has_text="There’s nothing here")
    expect(refusal).to_be_in_viewport()
    expect(page.get_by_role("heading", level=1)).to_have_text("Components")
    refusal.get_by_role("button", name="Close this message").click()
    expect(refusal).to_have_count(0)
