"""Every address of the product against everybody: nothing opens or changes for those whom it does not concern.

The slices' own tests say what each page shows to whom. Here stands what holds for all of them: every address has a
row in `ROWS`; to a visitor and to Eve, who owns another organization, none answers and none changes a row; and what
is private between some people is on nobody else's page.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import models, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pytest_django import Settings

from greenroom.imports.models import Attempt
from greenroom.matching import actions as matching
from greenroom.matching.models import MatchingRun, PairRule
from greenroom.mentorships import actions as mentorships
from greenroom.mentorships.models import FitCheck, Mentorship
from greenroom.organizations.models import Invitation
from greenroom.outbox.models import Message
from greenroom.people import actions as people
from greenroom.people.models import Person
from greenroom.programs import actions as programs
from greenroom.programs.models import Application, Enrollment, Part
from greenroom.questionnaires import actions as questionnaires
from tests import world
from tests.imports import doing
from tests.matching import cohorts

pytestmark = pytest.mark.django_db

NO = "Too early in the year for me, between us."
NOTE = "He asked twice to be moved; keep an eye on this pair."
FOR_MENTOR = "She wants what you taught at the workshop."
FOR_MENTEE = "He has done what you dream of."
BAD_FIT = "We talk past each other, I fear."
AGREED = "We speak on Thursdays and say when it hurts."


class Scene:
    """A matched cohort: Ada and Ben have signed, Finn declined Dan, Gus and Hana were just put together by Cleo.

    Rita coordinates another program of the same school; Olga owns the school.
    """

    def __init__(self) -> None:
        self.visitor = None
        self.ada, self.ben, self.eve, self.olga = world.ada(), world.ben(), world.eve(), world.olga()
        self.cleo, self.rita = world.cleo(), world.person("Rita Vale")
        other = programs.create_program(world.school(), template="sprint", name="Short Cuts", by=self.olga)
        programs.name_coordinator(other, self.rita, by=self.olga)
        self.cohort, self.program = world.cohort(), world.program()
        self.draft = self._published()
        self.pair = self._between(self.ada)
        self.agreement = self._signed(self.pair)
        self.refused = mentorships.decline(
            self._between(world.person("Finn Moe")), reason=NO, by=world.person("Finn Moe")
        )
        self.fresh = self._proposed()
        self.milestone = programs.add_milestone(self.program, week=1, title="First meeting", by=self.cleo)
        self.question = questionnaires.add_question(
            self.program.mentor_questionnaire,
            fields={"kind": "short", "label": "What do you make?"},
            by=self.cleo,
        )
        self.application = Application.objects.create(
            cohort=self.cohort, part=Part.MENTEE, email="nia@new.example", name="Nia Vance"
        )
        people.invite_people(world.school(), {"ivy@post.example": ""}, by=self.cleo)
        self.invitation = Invitation.objects.get(email="ivy@post.example")
        self.attempt: Attempt = doing.tried(doing.uploaded("Email,Name\nzoe@new.example,Zoe Finch\n"))
        self.mail = Message.objects.filter(to_address=self.ben.email).earliest("pk")
        self.place = Enrollment.objects.get(person=self.ben)
        self.skill = world.school().skills.earliest("pk")
        FitCheck.objects.create(
            mentorship=self.pair, person=self.ben, occasion="early", fit=2, comment=BAD_FIT
        )
        self.pairing = self.draft.pairings.get(mentor__person=self.ada)

    def _published(self) -> MatchingRun:
        cohorts.two_pairs()
        draft = cohorts.solved()
        matching.note_pairing(draft.pairings.get(mentor__person=self.ada), note=NOTE, by=self.cleo)
        matching.publish(draft, by=self.cleo)
        self.word = PairRule.objects.create(
            cohort=self.cohort, mentor=world.ada_mentors(), mentee=world.ben_learns(), kind="forbid"
        )
        return draft

    def _between(self, mentor: Person) -> Mentorship:
        return Mentorship.objects.get(mentor=mentor)

    def _signed(self, pair: Mentorship) -> Any:
        for person in (self.ada, self.ben):
            mentorships.accept(pair, by=person)
        agreement = mentorships.write_agreement(pair, content={"purpose": AGREED}, based_on=0, by=self.ben)
        for person in (self.ada, self.ben):
            mentorships.sign_agreement(agreement, by=person)
        return agreement

    def _proposed(self) -> Mentorship:
        self.gus, self.hana = cohorts.mentor("Gus Ode").person, cohorts.mentee("Hana Fry").person
        return mentorships.propose(
            world.school(),
            mentor=self.gus,
            mentee=self.hana,
            cohort=self.cohort,
            reasons={"mentor": [FOR_MENTOR], "mentee": [FOR_MENTEE]},
            by=self.cleo,
        )


Arguments = Callable[[Scene], dict[str, Any]]


def _none(_scene: Scene) -> dict[str, Any]:
    return {}


def _of(name: str, key: str = "pk") -> Arguments:
    return lambda scene: {key: getattr(scene, name).pk}


def _token(name: str) -> Arguments:
    return lambda scene: {"token": getattr(scene, name).token}


def _with(arguments: Arguments, **more: Any) -> Arguments:
    return lambda scene: {**arguments(scene), **more}


def _link(scene: Scene) -> dict[str, Any]:
    return {"link_key": scene.cohort.link_key}


def _coordination(scene: Scene) -> dict[str, Any]:
    return {"pk": scene.program.pk, "person_pk": scene.cleo.pk}


def _word(scene: Scene) -> dict[str, Any]:
    return {"cohort_id": scene.cohort.pk, "rule_id": scene.word.pk}


def _source(scene: Scene) -> dict[str, Any]:
    return {"pk": scene.attempt.source_id}


def _unmatched(_scene: Scene) -> dict[str, Any]:
    return {"pk": Enrollment.objects.get(person=world.person("Dan Poe")).pk}


def _questionnaire(scene: Scene) -> dict[str, Any]:
    return {"pk": scene.question.questionnaire_id}


MEMBERS = ("ben", "ada", "rita", "cleo", "olga")
TWO, RUN, ALL = "ben ada", "cleo olga", "ben ada rita cleo olga"
NOBODY = ""

# Each address: its arguments, and to which members of the school a GET answers 200.
ROWS: dict[str, tuple[Arguments, str]] = {
    "home:start": (_none, ALL),
    "imports:attempts": (_source, NOBODY),
    "imports:cancellation": (_of("attempt"), NOBODY),
    "imports:columns": (_source, NOBODY),
    "imports:faults": (_of("attempt"), RUN),
    "imports:import": (_source, RUN),
    "imports:imports": (_of("cohort"), RUN),
    "imports:progress": (_of("attempt"), NOBODY),
    "imports:reading": (_source, NOBODY),
    "matching:attempt": (_of("draft", "run_id"), NOBODY),
    "matching:cancellation": (_of("draft", "run_id"), NOBODY),
    "matching:choice": (_of("draft", "run_id"), NOBODY),
    "matching:certificate": (_of("draft", "run_id"), RUN),
    "matching:cohort": (_of("cohort", "cohort_id"), RUN),
    "matching:draft": (_of("draft", "run_id"), RUN),
    "matching:dry_run": (_of("cohort", "cohort_id"), NOBODY),
    "matching:groups": (_of("draft", "run_id"), RUN),
    "matching:home": (_none, "ben ada rita"),
    "matching:learning": (_of("cohort", "cohort_id"), RUN),
    "matching:note": (_of("pairing", "pairing_id"), NOBODY),
    "matching:pair_rules": (_of("draft", "run_id"), NOBODY),
    "matching:pairs": (_of("draft", "run_id"), RUN),
    "matching:progress": (_of("draft", "run_id"), RUN),
    "matching:publication": (_of("draft", "run_id"), RUN),
    "matching:rather": (_of("draft", "run_id"), RUN),
    "matching:removal": (_word, NOBODY),
    "matching:rules": (_of("cohort", "cohort_id"), RUN),
    "matching:runs": (_of("cohort", "cohort_id"), NOBODY),
    "matching:stop_way": (_with(_of("draft", "run_id"), policy="stable"), NOBODY),
    "matching:unmatched": (_of("draft", "run_id"), RUN),
    "matching:way": (_with(_of("draft", "run_id"), policy="stable"), NOBODY),
    "matching:ways": (_of("draft", "run_id"), RUN),
    "mentorships:acceptance": (_of("pair"), NOBODY),
    "mentorships:agreement": (_of("pair"), TWO),
    "mentorships:closure": (_of("pair"), "ben ada cleo olga"),
    "mentorships:cohort_fit": (_of("cohort", "cohort_id"), RUN),
    "mentorships:export": (_with(_none, file_format="csv"), "rita cleo olga"),
    "mentorships:fit_check": (_of("pair"), NOBODY),
    "mentorships:list": (_none, "rita cleo olga"),
    "mentorships:own": (_none, ALL),
    "mentorships:page": (_of("pair"), "ben ada cleo olga"),
    "mentorships:pause": (_of("pair"), NOBODY),
    "mentorships:proposal": (_none, ALL),
    "mentorships:refusal": (_of("pair"), NOBODY),
    "mentorships:reopening": (_of("pair"), NOBODY),
    "mentorships:resumption": (_of("pair"), NOBODY),
    "mentorships:signature": (_with(_of("pair"), version=1), NOBODY),
    "mentorships:version": (_with(_of("pair"), version=1), TWO),
    "notifications:attempt": (_of("mail"), NOBODY),
    "notifications:failed": (_none, "olga"),
    "notifications:html": (_of("mail"), "rita cleo olga"),
    "notifications:mail": (_of("mail"), "rita cleo olga"),
    "notifications:mailbox": (_none, "rita cleo olga"),
    "people:deactivation": (_of("ada", "key"), NOBODY),
    "people:dispatch": (_of("invitation", "key"), NOBODY),
    "people:export": (_none, NOBODY),
    "people:invitations": (_none, "rita cleo olga"),
    "people:list": (_none, "rita cleo olga"),
    "people:organization": (_none, "olga"),
    "people:person": (_of("ada", "key"), ALL),
    "people:picture": (_of("ada", "key"), NOBODY),
    "people:profile": (_of("ada", "key"), "ada rita cleo olga"),
    "people:reactivation": (_of("ada", "key"), NOBODY),
    "people:revocation": (_of("invitation", "key"), NOBODY),
    "people:role": (_of("ada", "key"), NOBODY),
    "people:settings": (_none, ALL),
    "people:skill": (_of("skill", "key"), NOBODY),
    "people:skills": (_none, "rita cleo olga"),
    "programs:answers": (_of("place"), "ben"),
    "programs:archive": (_of("program"), NOBODY),
    "programs:capacity": (_of("cohort"), RUN),
    "programs:capacity_file": (_with(_of("cohort"), file_format="csv"), RUN),
    "programs:closure": (_of("cohort"), RUN),
    "programs:cohort": (_of("cohort"), RUN),
    "programs:coordinator_removal": (_coordination, NOBODY),
    "programs:coordinators": (_of("program"), RUN),
    "programs:dates": (_of("cohort"), RUN),
    "programs:details": (_of("program"), RUN),
    "programs:enrollment": (_of("place"), "ben cleo olga"),
    "programs:enrollments": (_of("cohort"), RUN),
    "programs:enrollments_file": (_with(_of("cohort"), file_format="csv"), RUN),
    "programs:invitations": (_of("cohort"), RUN),
    "programs:invitations_file": (_with(_of("cohort"), file_format="csv"), RUN),
    "programs:milestone": (_of("milestone"), RUN),
    "programs:milestone_removal": (_of("milestone"), NOBODY),
    "programs:new_cohort": (_of("program"), RUN),
    "programs:new_milestone": (_of("program"), RUN),
    "programs:new_program": (_none, "olga"),
    "programs:places": (_of("place"), NOBODY),
    "programs:program": (_of("program"), ALL),
    "programs:programs": (_none, ALL),
    "programs:screening": (_of("place"), NOBODY),
    "programs:screenings": (_of("cohort"), RUN),
    "programs:withdrawal": (_of("place"), "ben cleo olga"),
    "programs:wishes": (_unmatched, RUN),
    "questionnaires:new_question": (_questionnaire, RUN),
    "questionnaires:position": (_of("question"), NOBODY),
    "questionnaires:preview": (_questionnaire, RUN),
    "questionnaires:question": (_of("question"), RUN),
    "questionnaires:questionnaire": (_questionnaire, RUN),
    "questionnaires:removal": (_of("question"), RUN),
}

# What anyone may open, by its nature: doors, links that came by mail, pages of a public application.
DOORS: dict[str, Arguments] = {
    "demo:sign_in": lambda _scene: {"token": "made-up"},
    "demo:applicants": _none,
    "home:who_sees_what": _none,
    "organizations:invitation": _token("invitation"),
    "organizations:acceptance": _token("invitation"),
    "programs:application": _token("application"),
    "programs:apply": _link,
    "programs:sent": _link,
    "programs:apply_as": _with(_link, part="mentor"),
    "web:theme": _none,
    "web:design": _none,
}


def addresses(resolver: URLResolver | None = None, namespace: str = "") -> Iterator[str]:
    """The name of every address of the product; sign-in's own pages are allauth's."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            if str(entry.pattern) != "accounts/":
                yield from addresses(entry, entry.namespace or namespace)
        elif isinstance(entry, URLPattern):
            yield f"{namespace}:{entry.name}"


def path_of(name: str, scene: Scene) -> str:
    arguments = DOORS[name] if name in DOORS else ROWS[name][0]
    return world.inside(scene.olga, reverse(name, kwargs=arguments(scene)))


def browser_of(scene: Scene, who: str) -> Client:
    person: Person | None = getattr(scene, who)
    return Client() if person is None else world.signed_in(person)


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def rows() -> dict[str, list[tuple[object, ...]]]:
    """Every row of the product's own tables, without the note of when somebody was last here."""
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values_list(*_columns(model)))
        for model in apps.get_models()
        if model.__module__.startswith("greenroom.")
    }


def _columns(model: type[models.Model]) -> list[str]:
    return [
        field.attname
        for field in model._meta.concrete_fields
        if field.attname not in ("last_active_at", "last_login")
    ]


def sent(scene: Scene) -> list[dict[str, Any]]:
    """Forms to send to any address: an empty one, one full of sense for many, and one of signs that no text holds."""
    full = {
        "name": "Mine", "title": "Mine", "email": "eve@guild.example", "people": "eve@guild.example", "part": "mentor",
        "starts_on": "2026-10-05", "template": "formal", "week": "1", "capacity": "5", "minimum": "0",
        "decision": "accepted", "chosen": [str(scene.place.pk)], "role": "owner", "reason": "time", "words": "Bye.",
        "note": "Mine", "purpose": "Mine", "kind": "try", "label": "Mine", "places": "1", "version": "1",
        "based_on": "1", "mentor": str(scene.pairing.mentor_id), "mentee": str(scene.pairing.mentee_id),
        "headline": "Mine", "answer": "yes", "into": "Mine", "theme": "dark", "until": "2099-01-01",
    }  # fmt: skip
    return [{}, full, dict.fromkeys(full, "a\0b")]


def test_every_address_has_a_row() -> None:
    assert sorted({*ROWS, *DOORS}) == sorted(addresses())


def test_get_answers_the_members_of_its_row_and_changes_nothing_for_anyone() -> None:
    scene = Scene()
    browsers, before = {who: browser_of(scene, who) for who in MEMBERS}, rows()
    found = {
        name: " ".join(
            who for who, browser in browsers.items() if browser.get(path_of(name, scene)).status_code == 200
        )
        for name in ROWS
    }
    assert found == {name: readers for name, (_arguments, readers) in ROWS.items()}
    assert rows() == before


@pytest.mark.parametrize(("who", "answers"), [("visitor", {302}), ("eve", {404})])
def test_no_address_answers_or_changes_a_row_for_those_outside(who: str, answers: set[int]) -> None:
    scene = Scene()
    browser, before = browser_of(scene, who), rows()
    for name in ROWS:
        address = path_of(name, scene)
        statuses = {browser.get(address).status_code, browser.head(address).status_code}
        statuses |= {browser.post(address, form).status_code for form in sent(scene)}
        assert (name, statuses) == (name, answers)
    assert rows() == before


def test_visitor_is_sent_to_sign_in_with_the_way_back() -> None:
    scene = Scene()
    address = path_of("mentorships:page", scene)
    assert Client().get(address)["Location"].endswith(f"/accounts/login/?next={address}")


def test_foreign_organization_has_none_of_the_schools_rows() -> None:
    """Eve asks in her own house for the numbers of another's things."""
    scene = Scene()
    browser, before = browser_of(scene, "eve"), rows()
    for name, (arguments, _readers) in ROWS.items():
        numbers = {key: value for key, value in arguments(scene).items() if isinstance(value, int)}
        if not numbers:
            continue
        address = world.inside(scene.eve, reverse(name, kwargs=arguments(scene)))
        statuses = {
            browser.get(address).status_code,
            *(browser.post(address, form).status_code for form in sent(scene)),
        }
        assert (name, statuses - {404, 405}) == (name, set())
    assert rows() == before


@pytest.mark.parametrize("who", ["ben", "cleo"])
def test_no_form_breaks_an_address(who: str) -> None:
    """Whatever a member sends is answered; each in a transaction that is undone."""
    scene = Scene()
    browser = browser_of(scene, who)
    for name in (*ROWS, *DOORS):
        for form in sent(scene):
            with transaction.atomic():
                status = browser.post(path_of(name, scene), form).status_code
                transaction.set_rollback(True)
            assert (name, status) == (name, status if status < 500 else "answered")


def test_posts_of_another_programs_coordinator_change_no_row_of_this_one() -> None:
    scene = Scene()
    browser = browser_of(scene, "rita")
    kept = [model for model in rows() if model.startswith(("matching.", "mentorships.", "imports."))]
    before = rows()
    for name, (_arguments, readers) in ROWS.items():
        if "rita" not in readers:
            for form in sent(scene):
                browser.post(path_of(name, scene), form)
    after = rows()
    assert {label: after[label] for label in kept} == {label: before[label] for label in kept}


def test_an_address_with_a_sign_that_no_text_holds_is_refused() -> None:
    scene = Scene()
    browser = browser_of(scene, "cleo")
    for name in (*ROWS, *DOORS):
        assert (name, browser.get(path_of(name, scene) + "?q=a%00b").status_code) == (name, 400)
    assert browser.get(world.inside(scene.cleo, "/apply/%00/")).status_code == 400


# ------------------------------------------------------------------ what is between some people


def private(scene: Scene) -> dict[str, str]:
    return {
        "why Finn said no": NO,
        "the note on Ada and Ben": NOTE,
        "why Hana, for Gus": FOR_MENTOR,
        "why Gus, for Hana": FOR_MENTEE,
        "what Ada and Ben agreed": AGREED,
        "how Ben finds that he and Ada fit": BAD_FIT,
        "Ada’s address": scene.ada.email,
        "Ben’s address": scene.ben.email,
        "Gus’s address": scene.gus.email,
        "Nia’s address": scene.application.email,
        "Ivy’s address": scene.invitation.email,
    }


def read_by(scene: Scene, who: str) -> set[str]:
    """Which of the private things stand on any page that answers this person."""
    browser, secrets = browser_of(scene, who), private(scene)
    paths = [path_of(name, scene) for name in ROWS]
    paths += [world.inside(scene.olga, f"/mentorships/{other.pk}/") for other in (scene.refused, scene.fresh)]
    paths += [
        world.inside(scene.olga, f"/people/{person.pk}/") for person in (scene.ben, scene.gus, scene.hana)
    ]
    pages = [body(browser.get(path)).decode(errors="replace") for path in paths]
    return {name for name, words in secrets.items() if any(words in page for page in pages)}


def test_private_words_stand_on_the_pages_of_their_readers_alone(settings: Settings) -> None:
    settings.GREENROOM_DEMO = False  # in the demo coordinators read every mail, and say so
    scene = Scene()
    readers = ("visitor", "eve", "rita", "ben", "ada", "gus", "hana", "cleo", "olga")
    found = {who: read_by(scene, who) for who in readers}
    of_the_pair = {"Ada’s address", "Ben’s address", "what Ada and Ben agreed"}
    of_coordinators = {"why Finn said no", "the note on Ada and Ben", "how Ben finds that he and Ada fit"}
    of_everyone = {"Ada’s address", "Ben’s address", "Gus’s address", "Ivy’s address"}
    assert found == {
        "visitor": set(),
        "eve": set(),
        "rita": of_everyone,
        "ben": {*of_the_pair, "how Ben finds that he and Ada fit"},
        "ada": of_the_pair,
        "gus": {"Gus’s address", "why Hana, for Gus"},
        "hana": {"why Gus, for Hana"},
        "cleo": {*of_everyone, *of_coordinators},
        "olga": {*of_everyone, *of_coordinators},
    }
