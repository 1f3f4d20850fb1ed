import pytest
from django.core.exceptions import ValidationError

from greenroom.people.forms.fields import (
    OFFERED_LEVELS,
    LanguagesField,
    LinksField,
    SkillsField,
    TimeZoneField,
)
from greenroom.people.forms.invitations import InvitationsForm


@pytest.mark.parametrize(
    ("line", "email", "name"),
    [
        ("nia@post.example", "nia@post.example", ""),
        ("Nia Vale <NIA@post.example>", "nia@post.example", "Nia Vale"),
        ('"Vale, Nia" <nia@post.example>', "nia@post.example", "Vale, Nia"),
        ("nia@post.example, Nia Vale", "nia@post.example", "Nia Vale"),
        ("Nia Vale\tnia@post.example", "nia@post.example", "Nia Vale"),
        ("Nia; nia@post.example", "nia@post.example", "Nia"),
        ('Bob" <nia@post.example>, "x', "nia@post.example", "Bob"),
    ],
)
def test_invitation_line_is_read(line: str, email: str, name: str) -> None:
    form = InvitationsForm({"addresses": line}, may_invite_owners=False)
    assert form.is_valid()
    assert [(one.email, one.name) for one in form.cleaned_data["addresses"]] == [(email, name)]


@pytest.mark.parametrize(
    "line",
    [
        "nia",
        "<nia>",
        "nia@post",
        "nia @post.example",
        "a@b.example<script>",
        "@",
        "x" * 300 + "@post.example",
    ],
)
def test_invitation_line_at_fault_is_named(line: str) -> None:
    form = InvitationsForm({"addresses": f"ben@post.example\n{line}"}, may_invite_owners=False)
    assert [str(error)[:7] for error in form.errors["addresses"]] == ["Line 2:"]


def test_too_many_invitations_at_once_are_refused() -> None:
    lines = "\n".join(f"n{number}@post.example" for number in range(501))
    assert list(InvitationsForm({"addresses": lines}, may_invite_owners=False).errors) == ["addresses"]


def test_links_get_https_and_are_kept_once() -> None:
    links = LinksField(required=False).clean(
        ["reel.example/me", "https://reel.example/me", " ", "http://a.example"]
    )
    assert links == ["https://reel.example/me", "http://a.example"]


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "//evil",
        "https://",
        "https://[::1",
        "https://a b.example",
    ],
)
def test_link_that_is_no_web_address_is_refused(link: str) -> None:
    with pytest.raises(ValidationError):
        LinksField().clean([link])


def test_languages_come_as_names_or_codes() -> None:
    assert LanguagesField().clean(["Welsh", "en", "CYMRAEG", ""]) == ["cy", "en"]


@pytest.mark.parametrize(
    "pairs", [[("Grip", "0")], [("Grip", "6")], [("Grip", "")], [("x" * 81, "3")], [("\u200d", "x")]]
)
def test_skill_at_fault_is_refused(pairs: list[tuple[str, str]]) -> None:
    with pytest.raises(ValidationError):
        SkillsField(levels=OFFERED_LEVELS).clean(pairs)


def test_time_zone_is_one_that_people_live_in() -> None:
    field = TimeZoneField(current="US/Eastern", required=True)
    assert [field.clean(name) for name in ("Europe/London", "UTC", "US/Eastern")] == [
        "Europe/London",
        "UTC",
        "US/Eastern",
    ]
    with pytest.raises(ValidationError):
        field.clean("Etc/GMT+25")
