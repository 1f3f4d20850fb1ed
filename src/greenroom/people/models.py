import pathlib
import zoneinfo
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.fields.files import ImageFieldFile
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from greenroom.base import clock
from greenroom.base.errors import RuleBroken
from greenroom.organizations.models import Organization, Role, validate_time_zone
from greenroom.people.core.folding import folded, tidied
from greenroom.people.core.languages import NAMES

HOURS_OF_WEEK = 168
MAX_CAPACITY = 50
MAX_LINKS = 6
LONGEST_LINK = 300
LONGEST_SKILL = 80
LONGEST_SEARCH_LINE = 500
LEVELS = range(1, 6)


def validate_hours(hours: Any) -> None:
    """A list of whole hours of the week, 0 = Monday 00:00, in the person's own zone, ascending."""
    if not isinstance(hours, list) or any(
        type(hour) is not int or not 0 <= hour < HOURS_OF_WEEK for hour in hours
    ):
        raise ValidationError(_("Choose hours from the week’s grid."), code="hours")


def validate_languages(codes: Any) -> None:
    """A list of codes from `core.languages.NAMES`, the strongest first."""
    if not isinstance(codes, list) or any(code not in NAMES for code in codes):
        raise ValidationError(_("Choose languages from the list."), code="languages")


def validate_links(links: Any) -> None:
    """A list of web addresses, http or https."""
    if not isinstance(links, list) or len(links) > MAX_LINKS:
        raise ValidationError(_("Give up to %(most)s links."), code="links", params={"most": MAX_LINKS})
    for link in links:
        if not is_web_address(link):
            raise ValidationError(
                _("“%(link)s” is not a web address. Give one that begins with https://."),
                code="link",
                params={"link": str(link)[:LONGEST_LINK]},
            )


def is_web_address(link: Any) -> bool:
    if not isinstance(link, str) or len(link) > LONGEST_LINK or any(letter.isspace() for letter in link):
        return False
    try:
        parts = urlsplit(link)
    except ValueError:  # such as an address with half an IPv6 host
        return False
    return parts.scheme in ("http", "https") and "." in (parts.hostname or "") and parts.username is None


class PictureFile(ImageFieldFile):
    """A picture is seen through a page that asks who is looking, never at an address of its own."""

    @property
    def url(self) -> str:
        if not self.name:
            raise ValueError(f"`picture` of person {self.instance.pk} must be a file. Got none.")
        shown = pathlib.PurePath(self.name).stem
        return f"{reverse('people:picture', args=[self.instance.pk])}?v={shown}"


class PictureField(models.ImageField):
    attr_class = PictureFile


class PersonQuerySet(models.QuerySet["Person"]):
    """Keeps `search_line` right in bulk writes too. `update(name=…)` would not: change people by saving them."""

    def bulk_create(self, objs: Iterable["Person"], *args: Any, **options: Any) -> list["Person"]:
        people = list(objs)
        for person in people:
            person.fill_search_line()
        if options.get("update_fields"):
            options["update_fields"] = [*{*options["update_fields"], "search_line"}]
        return super().bulk_create(people, *args, **options)

    def bulk_update(self, objs: Iterable["Person"], fields: Iterable[str], *args: Any, **options: Any) -> int:
        people = list(objs)
        for person in people:
            person.fill_search_line()
        return super().bulk_update(people, [*{*fields, "search_line"}], *args, **options)


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
    time_zone = models.CharField(_("time zone"), max_length=60, blank=True, validators=[validate_time_zone])
    languages = models.JSONField(_("languages"), default=list, blank=True, validators=[validate_languages])
    free_hours = models.JSONField(
        _("hours you are usually free"), default=list, blank=True, validators=[validate_hours]
    )
    capacity = models.PositiveSmallIntegerField(
        _("most mentees at a time"), default=1, validators=[MaxValueValidator(MAX_CAPACITY)]
    )
    paused_until = models.DateField(_("not taking anyone new until"), null=True, blank=True)
    links = models.JSONField(_("links"), default=list, blank=True, validators=[validate_links])
    picture = PictureField(_("picture"), upload_to="pictures/", blank=True)
    external_id = models.CharField(max_length=100, blank=True)
    joined_at = models.DateTimeField(default=clock.now)
    last_active_at = models.DateTimeField(null=True)
    deactivated_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)  # one more with each change of the profile
    search_line = models.CharField(max_length=LONGEST_SEARCH_LINE, default="", editable=False)

    objects = PersonQuerySet.as_manager()
    memo: dict[str, bool] | None = None  # for one request: what was asked of this person already

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "email"], name="person_email_once"),
            models.UniqueConstraint(
                fields=["organization", "account"],
                name="person_account_once",
                condition=Q(account__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["organization", "external_id"],
                name="person_external_id_once",
                condition=~Q(external_id=""),
            ),
            models.CheckConstraint(condition=Q(capacity__lte=MAX_CAPACITY), name="person_capacity_in_range"),
        ]
        indexes = [
            # The list of people in its usual order, searched without reading the rows themselves.
            models.Index(
                fields=["organization", "search_line", "id", "deactivated_at"], name="people_pers_list"
            ),
            models.Index(fields=["organization", "role", "search_line", "id"], name="people_pers_role"),
            models.Index(
                fields=["organization", "last_active_at", "id", "deactivated_at"], name="people_pers_active"
            ),
            models.Index(
                fields=["organization", "joined_at", "id", "deactivated_at"], name="people_pers_joined"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **options: Any) -> None:
        self.fill_search_line()
        if options.get("update_fields") is not None:
            options["update_fields"] = [*{*options["update_fields"], "search_line"}]
        super().save(*args, **options)

    def fill_search_line(self) -> None:
        """What people are found and sorted by, the name first: no case, no accents, alike on every database."""
        words = (self.name, self.email, self.job_title, self.employer, self.department, self.place)
        self.search_line = "\t".join(folded(word) for word in words)[:LONGEST_SEARCH_LINE]

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

    @property
    def is_active(self) -> bool:
        return self.deactivated_at is None

    @property
    def is_paused(self) -> bool:
        """Not taking anyone new today, in their own zone."""
        return self.paused_until is not None and self.paused_until > clock.today(self.zone)

    def check_active(self) -> None:
        if not self.is_active:
            raise RuleBroken(
                "person_deactivated",
                _("%(name)s is deactivated here. Reactivate them first.") % {"name": self.name},
            )

    def check_can_reactivate(self) -> None:
        if self.is_active:
            raise RuleBroken(
                "person_active", _("%(name)s is active already. Nothing has changed.") % {"name": self.name}
            )

    def check_can_stop_owning(self, *, other_owners: int) -> None:
        """An organization always has an owner who can sign in."""
        if self.is_owner and other_owners == 0:
            raise RuleBroken(
                "last_owner",
                _("%(name)s is the only owner. Make someone else an owner first.") % {"name": self.name},
            )

    def check_version(self, version: int) -> None:
        if version != self.version:
            raise RuleBroken(
                "profile_changed_meanwhile",
                _("This profile was changed while you were writing. Compare the two, then save again."),
            )


def skill_key(name: str) -> str:
    """What makes two spellings one skill: "Line  Producing" and "line producing"."""
    return folded(name)[:LONGEST_SKILL]


class Skill(models.Model):
    """One skill in an organization's own list. `key` is `skill_key(name)`."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="skills")
    name = models.CharField(max_length=LONGEST_SKILL)
    key = models.CharField(max_length=LONGEST_SKILL)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "key"], name="skill_key_once")]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def tidied_name(name: str) -> str:
        """The name as it is kept. Raises ValidationError when nothing, or too much, is left of it."""
        plain = tidied(name)
        if not plain or not skill_key(plain):
            raise ValidationError(_("Give the skill a name."), code="skill_name")
        if len(plain) > LONGEST_SKILL:
            raise ValidationError(
                _("Keep a skill to %(most)s characters."), code="skill_name", params={"most": LONGEST_SKILL}
            )
        return plain


class PersonSkill(models.Model):
    """A skill that a person offers or wants, from 1 (first steps) to 5 (teaches others)."""

    class Direction(models.TextChoices):
        OFFERED = "offered", _("Can share")
        WANTED = "wanted", _("Wants to learn")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="skills")
    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="people")
    direction = models.CharField(max_length=7, choices=Direction.choices)
    level = models.PositiveSmallIntegerField(
        default=3, validators=[MinValueValidator(LEVELS[0]), MaxValueValidator(LEVELS[-1])]
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "skill", "direction"], name="person_skill_once"),
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=5), name="person_skill_level_in_range"
            ),
        ]
