import datetime as dt
import secrets
import zoneinfo

from django.core import signing
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from greenroom.base import clock
from greenroom.base.errors import RuleBroken
from greenroom.organizations.models import Invitation, Organization
from greenroom.people.models import MAX_CAPACITY, Person
from greenroom.programs.core.questions import CIRCLE_QUESTION
from greenroom.questionnaires.models import Questionnaire, Response

APPLICATION_SALT = "programs.application"
APPLICATION_LIFE = dt.timedelta(days=7)
MOST_MENTORS_EACH = 5
MOST_WISHES = 5


class Part(models.TextChoices):
    """The part that a person plays in a program."""

    MENTOR = "mentor", _("Mentor")
    MENTEE = "mentee", _("Mentee")
    SPONSOR = "sponsor", _("Sponsor")


class Program(models.Model):
    """What an organization offers, again and again. Made from a template; all of it can be edited."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="programs")
    name = models.CharField(_("name"), max_length=160)
    purpose = models.TextField(_("purpose"), max_length=4000, blank=True)
    eligibility = models.TextField(_("who it is for"), max_length=2000, blank=True)
    template = models.CharField(max_length=20, default="formal")  # a key of core.templates.TEMPLATES
    weeks = models.PositiveSmallIntegerField(
        _("length in weeks"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(156)]
    )
    cadence_days = models.PositiveSmallIntegerField(
        _("days between meetings"), default=14, validators=[MinValueValidator(1), MaxValueValidator(92)]
    )
    rematch_until_week = models.PositiveSmallIntegerField(_("re-match until week"), default=6)
    introductions_target = models.PositiveSmallIntegerField(_("introductions for each mentee"), default=5)
    events_target = models.PositiveSmallIntegerField(_("events for each pair"), default=2)
    mentors_each = models.PositiveSmallIntegerField(
        _("mentors for each mentee"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_MENTORS_EACH)],
    )
    opens_with = models.PositiveSmallIntegerField(
        _("a circle opens with"), default=0, validators=[MaxValueValidator(MAX_CAPACITY)]
    )  # for mentors who join; 0 and 1 are no circle
    asks_wishes = models.BooleanField(_("ask people whom they would like"), default=False)
    mentor_questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked of mentors")
    )
    mentee_questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked of mentees")
    )
    created_at = models.DateTimeField(default=clock.now)
    archived_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "name"], name="program_name_once"),
            models.CheckConstraint(
                condition=Q(mentors_each__gte=1, mentors_each__lte=MOST_MENTORS_EACH),
                name="program_mentors_each_in_range",
            ),
            models.CheckConstraint(condition=Q(opens_with__lte=MAX_CAPACITY), name="program_circle_in_range"),
        ]

    def __str__(self) -> str:
        return self.name

    def questionnaire_for(self, part: str) -> Questionnaire:
        return self.mentor_questionnaire if part == Part.MENTOR else self.mentee_questionnaire

    def places_for(self, person: Person, part: str) -> int:
        """How many places someone who joins begins with: a mentor their profile's, a mentee the program's."""
        if part == Part.MENTOR:
            return person.capacity
        return self.mentors_each if part == Part.MENTEE else 1

    def opens_with_for(self, capacity: int, part: str, *, response: Response | None = None) -> int:
        """What the circle of a mentor who joins opens with: what they answered, else what the program says."""
        said = response.answers.get(CIRCLE_QUESTION) if response is not None else None
        size = said if isinstance(said, int) else self.opens_with
        return sized(min(size, capacity)) if part == Part.MENTOR else 0


class Coordination(models.Model):
    """A person who coordinates a program."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="coordinations")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="coordinations")
    since = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["program", "person"], name="coordination_once")]


class Milestone(models.Model):
    """What a program does in a week of a cohort; weeks before the start are negative."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="milestones")
    week = models.SmallIntegerField(_("week"), validators=[MinValueValidator(-26), MaxValueValidator(156)])
    title = models.CharField(_("what happens"), max_length=160)
    detail = models.TextField(_("detail"), max_length=1000, blank=True)

    class Meta:
        ordering = ["week", "id"]

    @property
    def week_in_words(self) -> str:
        """The week with a true minus sign: 12, 0, −2."""
        return in_words(self.week)


def sized(opens_with: int) -> int:
    """The size of a circle as it is kept: with 1 it would be no circle.

    >>> [sized(least) for least in (0, 1, 4)]
    [0, 0, 4]
    """
    return opens_with if opens_with > 1 else 0


def in_words(week: int) -> str:
    return f"−{-week}" if week < 0 else str(week)


def new_link_key() -> str:
    return secrets.token_urlsafe(12)


class Cohort(models.Model):
    """One intake of a program."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="cohorts")
    name = models.CharField(_("name"), max_length=160)
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    apply_from = models.DateField(_("applications from"), null=True, blank=True)
    apply_until = models.DateField(_("applications until"), null=True, blank=True)
    link_key = models.CharField(max_length=40, unique=True, default=new_link_key)
    created_at = models.DateTimeField(default=clock.now)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["program", "name"], name="cohort_name_once"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=models.F("starts_on")),
                name="cohort_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.program.name}, {self.name}"

    def week_on(self, day: dt.date) -> int:
        """The cohort's week on a day: 1 in the first seven days, 0 and less before the start."""
        return (day - self.starts_on).days // 7 + 1

    def takes_applications_on(self, day: dt.date) -> bool:
        return (
            self.closed_at is None
            and (self.apply_from is None or self.apply_from <= day)
            and (self.apply_until is None or day <= self.apply_until)
        )

    @property
    def today(self) -> dt.date:
        """The calendar day that it is now where the organization is."""
        return clock.today(zoneinfo.ZoneInfo(self.program.organization.time_zone))

    @property
    def takes_applications(self) -> bool:
        return self.takes_applications_on(self.today)

    def check_takes_applications(self) -> None:
        if not self.takes_applications:
            raise RuleBroken(
                "applications_closed",
                _("Applications for %(cohort)s are not open now. Nothing was sent.") % {"cohort": self},
            )

    def check_open(self) -> None:
        if self.closed_at is not None:
            raise RuleBroken(
                "cohort_closed", _("This cohort has closed. Its people and pairs can only be read.")
            )


class Enrollment(models.Model):
    """One person's place in a cohort, in one part. `status` is what the newest `Screening` decided."""

    class Status(models.TextChoices):
        APPLIED = "applied", _("Applied")
        ACCEPTED = "accepted", _("Accepted")
        WAITING = "waiting", _("Waiting list")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Source(models.TextChoices):
        LINK = "link", _("Application link")
        INVITATION = "invitation", _("Invitation")
        IMPORT = "import", _("Import")
        COORDINATOR = "coordinator", _("Added by a coordinator")

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="enrollments")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="enrollments")
    part = models.CharField(_("part"), max_length=7, choices=Part.choices)
    status = models.CharField(_("status"), max_length=9, choices=Status.choices, default=Status.APPLIED)
    source = models.CharField(max_length=11, choices=Source.choices, default=Source.COORDINATOR)
    capacity = models.PositiveSmallIntegerField(
        _("places"), default=1, validators=[MaxValueValidator(MAX_CAPACITY)]
    )
    minimum = models.PositiveSmallIntegerField(_("at least"), default=0)
    opens_with = models.PositiveSmallIntegerField(_("circle from"), default=0)  # so many mentees or none
    response = models.ForeignKey(Response, on_delete=models.SET_NULL, null=True, related_name="+")
    wishes = models.JSONField(default=list)  # person ids of the other part, most wanted first
    unwanted = models.JSONField(default=list)  # person ids of the other part that must not be paired
    applied_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cohort", "person", "part"], name="enrollment_once"),
            models.CheckConstraint(
                condition=Q(capacity__lte=MAX_CAPACITY), name="enrollment_capacity_in_range"
            ),
            models.CheckConstraint(
                condition=Q(minimum__lte=models.F("capacity")), name="enrollment_minimum_within_capacity"
            ),
            models.CheckConstraint(
                condition=Q(opens_with__lte=models.F("capacity")) & (Q(part=Part.MENTOR) | Q(opens_with=0)),
                name="enrollment_circle_within_capacity",
            ),
        ]
        indexes = [
            models.Index(fields=["cohort", "part", "status", "id"]),
            models.Index(fields=["cohort", "-applied_at", "-id"]),
        ]

    @property
    def places_in_words(self) -> str:
        """“3”, or “circle of 4 to 8” of a mentor who takes so many or nobody."""
        if not self.opens_with:
            return str(self.capacity)
        if self.opens_with == self.capacity:
            return gettext("circle of %(most)s") % {"most": self.capacity}
        return gettext("circle of %(least)s to %(most)s") % {"least": self.opens_with, "most": self.capacity}

    def take_places(
        self, capacity: int, *, minimum: int | None = None, opens_with: int | None = None
    ) -> None:
        """Set the places; what was promised, and what a circle opens with, stays within them."""
        self.capacity = capacity
        self.minimum = min(self.minimum if minimum is None else minimum, capacity)
        size = self.opens_with if opens_with is None else opens_with
        self.opens_with = sized(min(size, capacity)) if self.part == Part.MENTOR else 0

    def check_can_screen(self) -> None:
        self.cohort.check_open()
        if self.status == self.Status.WITHDRAWN:
            raise RuleBroken(
                "enrollment_withdrawn",
                _("%(name)s has withdrawn. Invite them again if they would like to return.")
                % {"name": self.person.name},
            )

    def check_can_apply_again(self) -> None:
        """Only someone who withdrew may ask for the same place once more."""
        self.cohort.check_open()
        if self.status == self.Status.DECLINED:
            raise RuleBroken(
                "application_declined",
                _(
                    "Your application to %(cohort)s has had its answer. You are welcome to apply to the next one."
                )
                % {"cohort": self.cohort},
            )
        if self.status != self.Status.WITHDRAWN:
            raise RuleBroken(
                "application_there",
                _("You have applied to %(cohort)s already. Your first application stands.")
                % {"cohort": self.cohort},
            )

    @property
    def is_living(self) -> bool:
        """Applied, accepted or waiting: neither declined nor withdrawn."""
        return self.status in (self.Status.APPLIED, self.Status.ACCEPTED, self.Status.WAITING)

    def check_can_change_answers(self) -> None:
        self.cohort.check_open()
        if not self.is_living:
            raise RuleBroken("enrollment_ended", _("This application has already ended."))

    def check_can_wish(self) -> None:
        self.cohort.check_open()
        if self.part == Part.SPONSOR:
            raise RuleBroken("enrollment_no_wishes", _("Only mentors and mentees are matched."))
        if not self.is_living:
            raise RuleBroken("enrollment_ended", _("This application has already ended."))

    def check_can_change_places(self, capacity: int, *, minimum: int, opens_with: int) -> None:
        self.cohort.check_open()
        if self.part == Part.SPONSOR:
            raise RuleBroken("enrollment_no_places", _("Only mentors and mentees have places."))
        if self.part == Part.MENTEE and not 1 <= capacity <= MOST_MENTORS_EACH:
            raise RuleBroken(
                "enrollment_capacity",
                _("A mentee has from 1 to %(limit)s mentors. Nothing was changed.")
                % {"limit": MOST_MENTORS_EACH},
            )
        if not 0 <= capacity <= MAX_CAPACITY:
            raise RuleBroken(
                "enrollment_capacity",
                _("A mentor offers from 0 to %(limit)s places. Nothing was changed.")
                % {"limit": MAX_CAPACITY},
            )
        if max(minimum, opens_with) > capacity:
            raise RuleBroken(
                "enrollment_beyond_capacity",
                _(
                    "Neither what is promised nor what a circle opens with can be above the places. Nothing was changed."
                ),
            )

    def check_can_withdraw(self) -> None:
        self.cohort.check_open()
        if not self.is_living:
            raise RuleBroken("enrollment_ended", _("This application has already ended."))


class Screening(models.Model):
    """A decision on an enrollment: what, why, by whom, when."""

    enrollment = models.ForeignKey(Enrollment, on_delete=models.CASCADE, related_name="screenings")
    decision = models.CharField(max_length=9, choices=Enrollment.Status.choices)
    reason = models.TextField(_("reason, in words that they may read"), max_length=2000, blank=True)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-at", "-id"]


class CohortInvitation(models.Model):
    """An invitation into an organization that also leads to a place in a cohort, or to coordinating a program."""

    invitation = models.OneToOneField(Invitation, on_delete=models.CASCADE, related_name="place")
    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="invitations")
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="invitations", null=True)
    part = models.CharField(max_length=7, choices=Part.choices, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(cohort=None) & Q(part="")) | (Q(cohort__isnull=False) & ~Q(part="")),
                name="cohort_invitation_names_part",
            )
        ]

    @property
    def state_in_words(self) -> str:
        if self.invitation.accepted_at is not None:
            return gettext("Accepted")
        if self.invitation.revoked_at is not None:
            return gettext("Taken back")
        if clock.now() >= self.invitation.expires_at:
            return gettext("Has run out")
        return gettext("Not answered yet")


class Application(models.Model):
    """What a visitor sent through the public link, kept apart until they confirm that the address is theirs.

    Once confirmed its answers live in a `Response`, and are taken out of here.
    """

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="applications")
    part = models.CharField(max_length=7, choices=Part.choices)
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=200)
    answers = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=clock.now)
    confirmed_at = models.DateTimeField(null=True)
    enrollment = models.ForeignKey(Enrollment, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["email", "created_at"])]

    @property
    def token(self) -> str:
        """What the link in the mail carries. Signed, so that it cannot be guessed or altered."""
        return signing.dumps(self.pk, salt=APPLICATION_SALT)

    @classmethod
    def id_in(cls, token: str) -> int | None:
        """The id that a token carries, or None for one that was altered."""
        try:
            number = signing.loads(token, salt=APPLICATION_SALT)
        except signing.BadSignature:
            return None
        return number if isinstance(number, int) else None

    @property
    def has_run_out(self) -> bool:
        return self.confirmed_at is None and clock.now() >= self.created_at + APPLICATION_LIFE

    def check_can_confirm(self) -> None:
        self.cohort.check_open()
        if self.has_run_out:
            raise RuleBroken(
                "application_ran_out",
                _("This link was good for seven days and has run out. Please apply once more."),
            )
