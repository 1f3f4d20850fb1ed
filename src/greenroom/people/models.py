import zoneinfo
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from greenroom.base import clock
from greenroom.organizations.models import Organization, Role, validate_time_zone

HOURS_OF_WEEK = 168
MAX_CAPACITY = 50


def validate_hours(hours: Any) -> None:
    """A list of whole hours of the week, 0 = Monday 00:00, in the person's own zone, ascending."""
    if not isinstance(hours, list) or any(
        type(hour) is not int or not 0 <= hour < HOURS_OF_WEEK for hour in hours
    ):
        raise ValidationError(_("Choose hours from the week’s grid."), code="hours")


class Person(models.Model):
    """Someone in one organization: who they are there, what they can do and want to learn, and when they are free."""

    class Stage(models.TextChoices):
        STUDENT = "student", _("Studying")
        ENTRY = "entry", _("First years")
        MID = "mid", _("Established")
        SENIOR = "senior", _("Senior")
        LEAD = "lead", _("Leading others")

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="people")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="people", null=True
    )
    email = models.EmailField(_("e-mail"), max_length=254)
    name = models.CharField(_("name"), max_length=200)
    pronouns = models.CharField(_("pronouns"), max_length=40, blank=True)
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.MEMBER)
    headline = models.CharField(
        _("headline"), max_length=160, blank=True, help_text=_("One line that says what you do.")
    )
    story = models.TextField(_("your story"), max_length=4000, blank=True)
    stage = models.CharField(_("career stage"), max_length=10, choices=Stage.choices, blank=True)
    years = models.PositiveSmallIntegerField(
        _("years in the field"), null=True, blank=True, validators=[MaxValueValidator(80)]
    )
    job_title = models.CharField(_("role"), max_length=160, blank=True)
    employer = models.CharField(_("employer"), max_length=160, blank=True)
    department = models.CharField(_("department"), max_length=160, blank=True)
    place = models.CharField(_("place"), max_length=160, blank=True)
    time_zone = models.CharField(
        _("time zone"), max_length=60, blank=True, validators=[validate_time_zone]
    )
    languages = models.JSONField(_("languages"), default=list, blank=True)
    free_hours = models.JSONField(_("hours you are usually free"), default=list, blank=True, validators=[validate_hours])
    capacity = models.PositiveSmallIntegerField(
        _("most mentees at a time"), default=1, validators=[MaxValueValidator(MAX_CAPACITY)]
    )
    paused_until = models.DateField(_("not taking anyone new until"), null=True, blank=True)
    links = models.JSONField(_("links"), default=list, blank=True)
    picture = models.ImageField(_("picture"), upload_to="pictures/", blank=True)
    external_id = models.CharField(max_length=100, blank=True)
    joined_at = models.DateTimeField(default=clock.now)
    last_active_at = models.DateTimeField(null=True)
    deactivated_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "email"], name="person_email_once"),
            models.UniqueConstraint(
                fields=["organization", "account"], name="person_account_once", condition=Q(account__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["organization", "external_id"],
                name="person_external_id_once",
                condition=~Q(external_id=""),
            ),
            models.CheckConstraint(condition=Q(capacity__lte=MAX_CAPACITY), name="person_capacity_in_range"),
        ]
        indexes = [
            models.Index(fields=["organization", "name", "id"]),
            models.Index(fields=["organization", "last_active_at"]),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def short_name(self) -> str:
        return self.name.split(" ")[0]

    @property
    def initials(self) -> str:
        words = [word for word in self.name.split() if word]
        return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper() if words else "?"

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The reader's zone: their own, else the organization's."""
        return zoneinfo.ZoneInfo(self.time_zone or self.organization.time_zone)

    @property
    def is_owner(self) -> bool:
        return self.role == Role.OWNER and self.deactivated_at is None


class Skill(models.Model):
    """One skill in an organization's own list."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="skills")
    name = models.CharField(max_length=80)
    key = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "key"], name="skill_key_once")]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class PersonSkill(models.Model):
    """A skill that a person offers or wants, from 1 (first steps) to 5 (teaches others)."""

    class Direction(models.TextChoices):
        OFFERED = "offered", _("Can share")
        WANTED = "wanted", _("Wants to learn")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="skills")
    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="people")
    direction = models.CharField(max_length=7, choices=Direction.choices)
    level = models.PositiveSmallIntegerField(
        default=3, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "skill", "direction"], name="person_skill_once"),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=5), name="person_skill_level_in_range"),
        ]
