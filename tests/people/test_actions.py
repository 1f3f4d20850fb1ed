import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from greenroom.audit.models import Entry
from greenroom.base import clock
from greenroom.base.errors import NotAllowed, RuleBroken
from greenroom.organizations.actions import account_for
from greenroom.organizations.models import Account, Invitation, Organization, Role
from greenroom.people import actions
from greenroom.people.errors import CannotInvite
from greenroom.people.models import Person, PersonSkill, Skill
from greenroom.people.queries import skills_of
from tests import world

pytestmark = pytest.mark.django_db


def announced() -> list[tuple[str, dict[str, Any]]]:
    return [(entry.kind, entry.data) for entry in Entry.objects.order_by("pk")]


def levels(person: Person, direction: str) -> dict[str, int]:
    return {row.skill.name: row.level for row in skills_of(person)[direction]}


# ------------------------------------------------------------------ join


def test_join_finds_the_same_person_twice() -> None:
    first = actions.join(world.school(), email="New@Person.Example ", name=" Nia  Vale ")
    second = actions.join(world.school(), email="new@person.example", name="Other")
    assert (first.pk, first.name, first.email) == (second.pk, "Nia Vale", "new@person.example")
    assert Person.objects.count() == 1
    assert announced() == [("people.PersonJoined", {"person_id": first.pk})]


def test_join_with_account_gives_it_to_the_person_who_had_none() -> None:
    imported = actions.join(world.school(), email="nia@post.example", name="Nia Vale")
    account = account_for("nia@post.example", name="N.")
    joined = actions.join(world.school(), account, email="nia@post.example", name="N.")
    assert (joined.pk, joined.account, joined.name) == (imported.pk, account, "Nia Vale")


def test_join_with_another_account_of_the_same_address_is_refused() -> None:
    ada = world.ada()
    stranger = Account.objects.create_user("other@post.example", name="Other")
    with pytest.raises(RuleBroken) as refusal:
        actions.join(world.school(), stranger, email=ada.email, name="Ada")
    assert refusal.value.code == "address_taken"
    ada.refresh_from_db()
    assert ada.account != stranger


def test_join_leaves_a_deactivated_person_out() -> None:
    ada, olga = world.ada(), world.olga()
    actions.deactivate(ada, by=olga)
    again = actions.join(world.school(), ada.account, email=ada.email, name="Ada")
    assert (again.pk, again.is_active) == (ada.pk, False)


def test_join_with_a_malformed_address_is_refused() -> None:
    with pytest.raises(ValidationError) as refusal:
        actions.join(world.school(), email="not an address", name="Nia")
    assert list(refusal.value.message_dict) == ["email"]
    assert Person.objects.count() == 0


def test_found_organization_has_an_owner() -> None:
    owner = actions.found_organization(
        "North Guild",
        "north",
        owner_email="noor@post.example",
        owner_name="Noor Haddad",
        time_zone="Europe/Oslo",
    )
    assert (owner.role, owner.organization.slug, owner.account) == (
        Role.OWNER,
        "north",
        Account.objects.get(email="noor@post.example"),
    )
    assert [kind for kind, _data in announced()] == [
        "organizations.OrganizationOpened",
        "people.PersonJoined",
    ]


# ------------------------------------------------------------------ profile


def test_change_profile_keeps_fields_and_skills() -> None:
    ada = world.ada()
    changed = actions.change_profile(
        ada,
        changes={"headline": "Makes budgets  feel roomy", "languages": ["en", "cy"], "years": 19},
        skills_offered={"Budgeting": 5, "line producing": 4},
        skills_wanted={"Showrunning": 2},
        by=ada,
    )
    changed.refresh_from_db()
    assert (changed.headline, changed.languages, changed.years, changed.version) == (
        "Makes budgets feel roomy",
        ["en", "cy"],
        19,
        1,
    )
    assert levels(changed, "offered") == {"Budgeting": 5, "line producing": 4}
    assert levels(changed, "wanted") == {"Showrunning": 2}
    assert announced() == [("people.ProfileChanged", {"person_id": ada.pk})]


def test_change_profile_replaces_skills_of_that_direction_alone() -> None:
    ada = world.ada()
    actions.change_profile(
        ada, changes={}, skills_offered={"Budgeting": 5}, skills_wanted={"Sound": 1}, by=ada
    )
    actions.change_profile(ada, changes={}, skills_offered={" BUDGETING ": 2, "Grip": 1}, by=ada)
    assert levels(ada, "offered") == {"Budgeting": 2, "Grip": 1}
    assert levels(ada, "wanted") == {"Sound": 1}
    assert Skill.objects.count() == 3


@pytest.mark.parametrize("who", ["ben", "eve"])
def test_change_profile_of_someone_else_is_refused(who: str) -> None:
    ada = world.ada()
    with pytest.raises(NotAllowed):
        actions.change_profile(ada, changes={"headline": "Not hers"}, by=getattr(world, who)())
    ada.refresh_from_db()
    assert (ada.headline, announced()) == ("", [])


def test_change_profile_by_a_coordinator_is_saved() -> None:
    ada = actions.change_profile(world.ada(), changes={"employer": "Northlight"}, by=world.cleo())
    assert ada.employer == "Northlight"


def test_change_profile_from_an_old_version_saves_nothing() -> None:
    ada = world.ada()
    actions.change_profile(ada, changes={"headline": "First"}, version=0, by=ada)
    with pytest.raises(RuleBroken) as refusal:
        actions.change_profile(
            ada, changes={"headline": "Second"}, skills_offered={"Grip": 1}, version=0, by=ada
        )
    ada.refresh_from_db()
    assert (refusal.value.code, ada.headline, levels(ada, "offered")) == (
        "profile_changed_meanwhile",
        "First",
        {},
    )


@pytest.mark.parametrize(
    "field", ["role", "organization", "account", "email", "deactivated_at", "external_id", "id"]
)
def test_change_profile_takes_no_other_field(field: str) -> None:
    ada = world.ada()
    with pytest.raises(ValueError, match="must be among"):
        actions.change_profile(ada, changes={field: "owner"}, by=ada)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("time_zone", "Mars/Olympus"),
        ("languages", ["klingon"]),
        ("free_hours", [168]),
        ("capacity", 10**9),
        ("years", 81),
        ("links", ["javascript:alert(1)"]),
        ("links", ["ftp://files.example/reel"]),
        ("links", ["https://user@evil.example/"]),
        ("stage", "boss"),
        ("name", ""),
        ("headline", "x" * 161),
    ],
)
def test_change_profile_to_what_is_malformed_names_the_field(field: str, value: object) -> None:
    ada = world.ada()
    with pytest.raises(ValidationError) as refusal:
        actions.change_profile(ada, changes={field: value}, by=ada)
    assert list(refusal.value.message_dict) == [field]


def test_change_profile_keeps_the_search_line() -> None:
    ada = actions.change_profile(world.ada(), changes={"name": "Ádà  LÍND", "place": "Łódź"}, by=None)
    assert ada.search_line.split("\t") == [
        "ada lind",
        "ada@kestrel-lane.example",
        "line producer",
        "",
        "",
        "łodz",
    ]


# ------------------------------------------------------------------ standing


def test_change_role_makes_an_owner() -> None:
    ada, olga = world.ada(), world.olga()
    assert actions.change_role(ada, role=Role.OWNER, by=olga).is_owner
    assert announced() == [("people.RoleChanged", {"person_id": ada.pk, "role": "owner"})]


def test_last_owner_cannot_step_down_or_be_deactivated() -> None:
    olga = world.olga()
    acts: tuple[Callable[[], Person], ...] = (
        lambda: actions.change_role(olga, role=Role.MEMBER, by=olga),
        lambda: actions.deactivate(olga, by=olga),
    )
    for act in acts:
        with pytest.raises(RuleBroken) as refusal:
            act()
        assert refusal.value.code == "last_owner"
    actions.change_role(world.ada(), role=Role.OWNER, by=olga)
    assert actions.change_role(olga, role=Role.MEMBER, by=olga).role == Role.MEMBER


def test_owner_without_account_does_not_count() -> None:
    olga = world.olga()
    Person.objects.create(
        organization=world.school(), email="ghost@post.example", name="Ghost", role=Role.OWNER
    )
    with pytest.raises(RuleBroken):
        actions.deactivate(olga, by=olga)


@pytest.mark.parametrize("who", ["ben", "cleo", "eve"])
def test_standing_is_refused_to_all_but_owners(who: str) -> None:
    ada, by = world.ada(), getattr(world, who)()
    acts: tuple[Callable[[], Person], ...] = (
        lambda: actions.change_role(ada, role=Role.OWNER, by=by),
        lambda: actions.deactivate(ada, by=by),
        lambda: actions.reactivate(ada, by=by),
    )
    for act in acts:
        with pytest.raises(NotAllowed):
            act()
    ada.refresh_from_db()
    assert (ada.role, ada.is_active) == (Role.MEMBER, True)


def test_deactivate_and_reactivate_are_announced_and_not_repeated() -> None:
    ada, olga = world.ada(), world.olga()
    assert not actions.deactivate(ada, by=olga).is_active
    with pytest.raises(RuleBroken):
        actions.deactivate(ada, by=olga)
    assert actions.reactivate(ada, by=olga).is_active
    with pytest.raises(RuleBroken):
        actions.reactivate(ada, by=olga)
    assert [kind for kind, _data in announced()] == ["people.PersonDeactivated", "people.PersonReactivated"]


# ------------------------------------------------------------------ invitations


def test_invite_people_sends_one_each() -> None:
    cleo = world.cleo()
    sent = actions.invite_people(
        world.school(), {"Nia@Post.example": "Nia", "finn@post.example": ""}, by=cleo
    )
    assert [(one.email, one.name, one.role, one.invited_by) for one in sent] == [
        ("nia@post.example", "Nia", Role.MEMBER, cleo.account),
        ("finn@post.example", "", Role.MEMBER, cleo.account),
    ]
    assert announced() == [("organizations.InvitationSent", {"invitation_id": one.pk}) for one in sent]


def test_invite_people_at_fault_invites_nobody() -> None:
    cleo, olga = world.cleo(), world.olga()
    Person.objects.filter(pk=cleo.pk).update(last_active_at=clock.now())
    actions.deactivate(world.ben(), by=olga)
    actions.invite_people(world.school(), {"nia@post.example": ""}, by=cleo)
    with pytest.raises(CannotInvite) as refusal:
        actions.invite_people(
            world.school(),
            {"new@post.example": "", "nia@post.example": "", world.ben().email: "", cleo.email: ""},
            by=cleo,
        )
    assert set(refusal.value.faults) == {"nia@post.example", world.ben().email, cleo.email}
    assert Invitation.objects.count() == 1


@pytest.mark.parametrize(("who", "role"), [("ada", Role.MEMBER), ("eve", Role.MEMBER), ("cleo", Role.OWNER)])
def test_invite_people_is_refused(who: str, role: str) -> None:
    with pytest.raises(NotAllowed):
        actions.invite_people(world.school(), {"nia@post.example": ""}, role=role, by=getattr(world, who)())
    assert Invitation.objects.count() == 0


def test_revoke_and_send_again_are_for_those_who_may_invite() -> None:
    invitation = actions.invite_people(world.school(), {"nia@post.example": ""}, by=world.olga())[0]
    for act in (actions.revoke_invitation, actions.send_invitation_again):
        for who in (world.ada(), world.eve()):
            with pytest.raises(NotAllowed):
                act(invitation, by=who)
    with pytest.raises(RuleBroken) as refusal:
        actions.send_invitation_again(invitation, by=world.cleo())
    assert refusal.value.code == "invitation_sent_lately"
    Invitation.objects.update(sent_at=clock.now() - dt.timedelta(hours=2), expires_at=clock.now())
    assert actions.send_invitation_again(invitation, by=world.cleo()).is_open
    assert not actions.revoke_invitation(invitation, by=world.cleo()).is_open


# ------------------------------------------------------------------ skills, addresses, the organization


def test_rename_skill_to_anothers_name_makes_them_one() -> None:
    ada, ben, cleo = world.ada(), world.ben(), world.cleo()
    actions.change_profile(ada, changes={}, skills_offered={"Budgeting": 2, "Budgets": 5}, by=ada)
    actions.change_profile(ben, changes={}, skills_wanted={"Budgets": 3}, by=ben)
    left = actions.rename_skill(Skill.objects.get(name="Budgets"), name="budgeting", by=cleo)
    assert (left.name, Skill.objects.count()) == ("Budgeting", 1)
    assert (levels(ada, "offered"), levels(ben, "wanted")) == ({"Budgeting": 5}, {"Budgeting": 3})
    assert announced()[-1][0] == "people.SkillsMerged"


def test_rename_skill_changes_its_name_alone() -> None:
    ada = world.ada()
    actions.change_profile(ada, changes={}, skills_offered={"budgetting": 2}, by=ada)
    actions.rename_skill(Skill.objects.get(), name="Budgeting", by=world.cleo())
    assert levels(ada, "offered") == {"Budgeting": 2}


@pytest.mark.parametrize("who", ["ada", "eve"])
def test_rename_skill_is_refused(who: str) -> None:
    skill = actions.skill_named(world.school(), "Grip")
    with pytest.raises(NotAllowed):
        actions.rename_skill(skill, name="Gaffer", by=getattr(world, who)())
    assert Skill.objects.get().name == "Grip"


def test_set_skills_outside_the_levels_is_refused() -> None:
    with pytest.raises(ValidationError):
        actions.set_skills(world.ada(), PersonSkill.Direction.OFFERED, {"Grip": 6})
    assert PersonSkill.objects.count() == 0


def test_follow_address_changes_the_people_of_the_account() -> None:
    ada, ben = world.ada(), world.ben()
    assert ada.account is not None
    assert actions.follow_address(ada.account, old=ada.email, new="ada@new.example") == 1
    assert actions.follow_address(ada.account, old="ada@new.example", new=ben.email) == 0
    ada.refresh_from_db()
    assert ada.email == "ada@new.example"


def test_change_organization_is_the_owners() -> None:
    for who in (world.ada(), world.cleo(), world.eve()):
        with pytest.raises(NotAllowed):
            actions.change_organization(world.school(), changes={"name": "Taken"}, by=who)
    actions.change_organization(world.school(), changes={"tagline": "Light on"}, by=world.olga())
    assert Organization.objects.get(slug="kestrel-lane").tagline == "Light on"
