import re
import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import CDPSession, Page, expect
from pytest_django.live_server_helper import LiveServer

from greenroom.organizations.models import Account
from greenroom.outbox.models import Message
from tests import world
from tests.journeys.pages import assert_accessible, be

PASSWORD = "tungsten-lamp-42"
DOOR = "/o/kestrel-lane/accounts/login/"


@pytest.fixture
def ada(live_server: LiveServer) -> Account:  # noqa: ARG001 - the rows are written where the server reads
    account = world.ada().account
    assert account is not None
    account.set_password(PASSWORD)
    account.save()
    EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)
    return account


@pytest.fixture
def authenticator(page: Page) -> CDPSession:
    """A platform authenticator that always says yes, as a laptop with a fingerprint reader would."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session


def expect_signed_in(page: Page) -> None:
    expect(page.get_by_role("button", name=re.compile("your account"))).to_be_visible()


@pytest.mark.usefixtures("ada")
def test_open_door_is_accessible(page: Page) -> None:
    page.goto(DOOR)
    expect(page.get_by_role("heading", level=1)).to_have_text("Come on through")
    assert_accessible(page)
    page.get_by_text("Use your password").click()
    assert_accessible(page, widths=(390,))


def test_sign_in_with_mailed_code_lets_her_in(page: Page, ada: Account) -> None:
    page.goto(DOOR)
    page.get_by_label("E-mail", exact=True).fill(ada.email)
    page.get_by_role("button", name="E-mail me a way in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look in your mail")
    assert_accessible(page, widths=(390,))
    code = re.search(
        r"^\s*([A-Z0-9]{3,}(?:-[A-Z0-9]+)?)\s*$", Message.objects.latest("pk").text, re.MULTILINE
    )
    assert code is not None
    page.get_by_label("Code").fill(code[1])
    page.get_by_role("button", name="Come in").click()
    expect_signed_in(page)


def test_sign_in_with_wrong_code_says_so_and_asks_again(page: Page, ada: Account) -> None:
    page.goto(DOOR)
    page.get_by_label("E-mail", exact=True).fill(ada.email)
    page.get_by_role("button", name="E-mail me a way in").click()
    page.get_by_label("Code").fill("WRONG1")
    page.get_by_role("button", name="Come in").click()
    expect(page.locator(".field__error")).to_be_visible()
    assert_accessible(page, widths=(390,))


def test_sign_in_with_password_lets_her_in(page: Page, ada: Account) -> None:
    sign_in_with_password(page, ada)


def test_add_passkey_lets_her_in_by_it(
    page: Page, ada: Account, live_server: LiveServer, authenticator: CDPSession
) -> None:
    be(page, ada, at=live_server.url)
    page.goto("/accounts/2fa/webauthn/add/")
    show_it_is_her(page)
    assert_accessible(page, widths=(390,))
    page.get_by_label("Name").fill("Work laptop")
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Add it").click()
    page.wait_for_url(re.compile(r"(?<!/add)/$"))
    page.goto("/accounts/2fa/webauthn/")
    expect(page.get_by_text("Work laptop").first).to_be_visible()
    assert_accessible(page, widths=(390,))
    page.context.clear_cookies()

    page.goto(DOOR)
    page.get_by_role("button", name="Use a passkey").click()
    expect_signed_in(page)
    assert authenticator.send("WebAuthn.disable") == {}


@pytest.mark.usefixtures("ada")
def test_use_passkey_without_one_says_what_happened(page: Page) -> None:
    page.goto(DOOR)
    page.evaluate(
        "() => { navigator.credentials.get = () => Promise.reject(new DOMException('no', 'NotAllowedError')) }"
    )
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("didn’t give us a passkey")


def test_turn_on_second_step_asks_for_it_at_the_next_sign_in(page: Page, ada: Account) -> None:
    sign_in_with_password(page, ada)
    page.goto("/accounts/2fa/totp/activate/")
    show_it_is_her(page)
    assert_accessible(page, widths=(390,))
    secret = page.get_by_label("The secret, to type").input_value()
    page.get_by_label("Authenticator code").fill(code_now(secret))
    page.get_by_role("button", name="Turn it on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your recovery codes")
    recovery_code = page.locator(".codes li").first.inner_text()
    assert_accessible(page, widths=(390,))
    page.context.clear_cookies()

    fill_password(page, ada)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your second step")
    assert_accessible(page, widths=(390,))
    page.get_by_label("Code").fill(recovery_code)
    page.get_by_role("button", name="Come in").click()
    expect_signed_in(page)


def test_open_account_pages_are_accessible(page: Page, ada: Account, live_server: LiveServer) -> None:
    be(page, ada, at=live_server.url)
    for address in ("email/", "password/change/", "2fa/", "2fa/webauthn/", "reauthenticate/", "logout/"):
        page.goto(f"/o/kestrel-lane/accounts/{address}")
        assert_accessible(page, widths=(1280, 320))


@pytest.mark.usefixtures("ada")
def test_open_pages_before_signing_in_are_accessible(page: Page) -> None:
    for address in ("signup/", "password/reset/", "login/code/"):
        page.goto(f"/accounts/{address}")
        assert_accessible(page, widths=(390,))


def fill_password(page: Page, account: Account) -> None:
    page.goto(DOOR)
    page.get_by_text("Use your password").click()
    form = page.locator("details form")
    form.get_by_label("Email").fill(account.email)
    form.get_by_label("Password").fill(PASSWORD)
    form.get_by_role("button", name="Sign in").click()


def sign_in_with_password(page: Page, account: Account) -> None:
    fill_password(page, account)
    expect_signed_in(page)


def show_it_is_her(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Is it you?")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()


def code_now(secret: str) -> str:
    """What an authenticator app shows at this moment (RFC 6238)."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
