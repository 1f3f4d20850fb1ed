import pytest
from django.test import Client

from tests import world

pytestmark = pytest.mark.django_db


def test_choose_dark_is_kept_and_leads_back(client: Client) -> None:
    answer = client.post("/theme/", {"theme": "dark", "next": "/design/"})
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/design/"
    assert 'data-theme="dark"' in client.get("/design/").content.decode()


def test_choose_automatic_forgets_the_choice(client: Client) -> None:
    client.post("/theme/", {"theme": "dark"})
    client.post("/theme/", {"theme": "system"})
    assert "data-theme=" not in client.get("/design/").content.decode().split("<head>")[0]


def test_choose_dark_follows_the_account_to_another_device(client: Client) -> None:
    account = world.ada().account
    assert account is not None
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    client.post("/theme/", {"theme": "dark"})
    elsewhere = Client()
    elsewhere.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    assert 'data-theme="dark"' in elsewhere.get("/design/").content.decode()


@pytest.mark.parametrize(
    "wanted", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", ""]
)
def test_choose_theme_never_leads_out_of_the_house(client: Client, wanted: str) -> None:
    assert client.post("/theme/", {"theme": "light", "next": wanted}).headers["Location"] == "/"
