from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from greenroom.base import clock
from greenroom.organizations.models import Organization
from greenroom.people.models import Person


class Questionnaire(models.Model):
    """What is asked of one part (mentors or mentees)."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="questionnaires")
    title = models.CharField(_("title"), max_length=160)
    intro = models.TextField(_("introduction"), max_length=2000, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.title


class Question(models.Model):
    """One question. `fills` names the field of the profile that its answer also sets."""

    class Kind(models.TextChoices):
        SINGLE = "single", _("One choice")
        MULTIPLE = "multiple", _("Several choices")
        SCALE = "scale", _("Scale")
        SHORT = "short", _("Short text")
        LONG = "long", _("Long text")
        NUMBER = "number", _("Number")
        SKILLS = "skills", _("Skills with levels")
        LANGUAGES = "languages", _("Languages")
        HOURS = "hours", _("Free hours of the week")

    class Audience(models.TextChoices):
        COORDINATOR = "coordinator", _("Only coordinators see the answer")
        PARTNER = "partner", _("The partner sees it too, once matched")

    class Fills(models.TextChoices):
        NOTHING = "", _("Nothing else")
        HEADLINE = "headline", _("Headline")
        STORY = "story", _("Story")
        STAGE = "stage", _("Career stage")
        YEARS = "years", _("Years in the field")
        JOB_TITLE = "job_title", _("Role")
        EMPLOYER = "employer", _("Employer")
        DEPARTMENT = "department", _("Department")
        PLACE = "place", _("Place")
        TIME_ZONE = "time_zone", _("Time zone")
        LANGUAGES = "languages", _("Languages")
        FREE_HOURS = "free_hours", _("Free hours")
        CAPACITY = "capacity", _("Most mentees at a time")
        SKILLS_OFFERED = "skills_offered", _("Skills they can share")
        SKILLS_WANTED = "skills_wanted", _("Skills they want to learn")

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField(default=0)
    key = models.SlugField(max_length=60)
    kind = models.CharField(_("kind of answer"), max_length=10, choices=Kind.choices)
    label = models.CharField(_("question"), max_length=300)
    help_text = models.CharField(_("hint"), max_length=300, blank=True)
    choices = models.JSONField(_("choices"), default=list, blank=True)
    minimum = models.IntegerField(_("lowest"), null=True, blank=True)
    maximum = models.IntegerField(_("highest"), null=True, blank=True)
    is_required = models.BooleanField(_("must be answered"), default=False)
    audience = models.CharField(
        _("who sees it"), max_length=12, choices=Audience.choices, default=Audience.COORDINATOR
    )
    fills = models.CharField(_("also fills"), max_length=16, choices=Fills.choices, blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "key"], name="question_key_once"),
            models.CheckConstraint(
                condition=Q(minimum=None) | Q(maximum=None) | Q(minimum__lt=models.F("maximum")),
                name="question_scale_ascends",
            ),
        ]

    def __str__(self) -> str:
        return self.label


class Response(models.Model):
    """One person's answers. `answers` maps a question's key to its value:

    single, short, long: str; multiple, languages: list[str]; scale, number: int;
    skills: {skill name: level 1..5}; hours: list[int] of the week's hours in the person's own zone.
    """

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="responses")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="responses")
    answers = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=clock.now)
    updated_at = models.DateTimeField(default=clock.now)
