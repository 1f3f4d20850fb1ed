from collections.abc import Mapping

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from greenroom.base import clock
from greenroom.base.errors import RuleBroken
from greenroom.organizations.models import Organization
from greenroom.people.core.languages import NAMES
from greenroom.people.models import Person
from greenroom.questionnaires.core.answers import TOP_LEVEL, Asked

MOST_QUESTIONS = 100
MOST_CHOICES = 60
CHOICE_LENGTH = 200
LONGEST_SCALE = 11
LANGUAGES = {**{name.casefold(): code for code, name in NAMES.items()}, **{code: code for code in NAMES}}
SHORT_LENGTH = 300
LONG_LENGTH = 4000


class Questionnaire(models.Model):
    """What is asked of one part (mentors or mentees)."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="questionnaires")
    title = models.CharField(_("title"), max_length=160)
    intro = models.TextField(_("introduction"), max_length=2000, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.title


class Question(models.Model):
    """One question. `fills` names the field of the profile that its answer also sets.

    `choices` are the words offered (and kept as the answer) for one choice or several.
    A question that someone has answered is not deleted but marked as removed, so that the answer keeps its words.
    """

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
    removed_at = models.DateTimeField(null=True)

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

    @property
    def asked(self) -> Asked:
        """The question for the reader of answers, within the limits of the profile field that it fills."""
        lowest, highest, length = (
            self.minimum,
            self.maximum,
            SHORT_LENGTH if self.kind == "short" else LONG_LENGTH,
        )
        if self.kind == self.Kind.SCALE:
            lowest, highest = self.scale_ends
        try:
            field = Person._meta.get_field(self.fills) if self.fills else None  # noqa: SLF001 - Django's documented name
        except FieldDoesNotExist:
            field = None
        if isinstance(field, models.PositiveSmallIntegerField):
            limits = [item.limit_value for item in field.validators if isinstance(item, MaxValueValidator)]
            lowest = max(lowest or 0, 0)
            highest = min([limit for limit in (highest, *limits) if isinstance(limit, int)], default=None)
        elif isinstance(field, models.CharField | models.TextField) and field.max_length and not self.choices:
            length = min(length, field.max_length)
        return Asked(
            key=self.key,
            kind=self.kind,
            choices=tuple(self.choices),
            minimum=lowest,
            maximum=highest,
            is_required=self.is_required,
            max_length=length,
            languages=LANGUAGES if self.kind == self.Kind.LANGUAGES else {},
            form=self.fills if self.fills == self.Fills.TIME_ZONE else "",
        )

    @property
    def scale_ends(self) -> tuple[int, int]:
        """A scale without ends of its own goes from 1 to 5."""
        low = 1 if self.minimum is None else self.minimum
        return low, low + TOP_LEVEL - 1 if self.maximum is None else self.maximum

    def clean(self) -> None:
        """What belongs together: kind, choices, ends and the profile field. Raises ValidationError by field."""
        self._clean_choices()
        low, high = self.scale_ends if self.kind == self.Kind.SCALE else (self.minimum, self.maximum)
        if low is not None and high is not None and low >= high:
            raise ValidationError({"maximum": _("The highest number must lie above the lowest.")})
        if (
            self.kind == self.Kind.SCALE
            and low is not None
            and high is not None
            and high - low >= LONGEST_SCALE
        ):
            raise ValidationError(
                {
                    "maximum": _("A scale has up to %(steps)s steps. Ask for a number instead.")
                    % {"steps": LONGEST_SCALE}
                }
            )
        if self.fills and self.kind not in FILLED_BY[self.fills]:
            raise ValidationError({"fills": _("An answer of this kind cannot be written into that field.")})
        others = Question.objects.filter(
            questionnaire_id=self.questionnaire_id, fills=self.fills, removed_at=None
        )
        if self.fills and others.exclude(pk=self.pk).exists():
            raise ValidationError({"fills": _("Another question here fills that field already.")})

    def _clean_choices(self) -> None:
        if self.kind not in (self.Kind.SINGLE, self.Kind.MULTIPLE):
            return
        fault = None
        if not 2 <= len(self.choices) <= MOST_CHOICES:  # noqa: PLR2004 - one is no choice
            fault = gettext("Give from 2 to %(most)s choices, one a line.") % {"most": MOST_CHOICES}
        elif len({choice.casefold() for choice in self.choices}) < len(self.choices):
            fault = gettext("Two of the choices are the same. Change or remove one.")
        elif any(len(choice) > CHOICE_LENGTH for choice in self.choices):
            fault = gettext("Keep each choice to %(most)s characters.") % {"most": CHOICE_LENGTH}
        if fault:
            raise ValidationError({"choices": fault})

    @property
    def is_answered(self) -> bool:
        """Has anybody answered it?"""
        return Response.objects.filter(
            questionnaire_id=self.questionnaire_id, answers__has_key=self.key
        ).exists()

    def check_can_change_kind(self) -> None:
        if self.is_answered:
            raise RuleBroken(
                "question_answered",
                _(
                    "People have answered this question, so its kind stays. Remove it and add a new one instead."
                ),
            )

    def check_can_change(self) -> None:
        if self.removed_at is not None:
            raise RuleBroken("question_removed", _("This question was removed. Add it anew to ask it again."))


_TEXT = (Question.Kind.SHORT, Question.Kind.LONG)
FILLED_BY: Mapping[str, tuple[str, ...]] = {
    Question.Fills.HEADLINE: _TEXT,
    Question.Fills.STORY: _TEXT,
    Question.Fills.STAGE: (Question.Kind.SINGLE,),
    Question.Fills.YEARS: (Question.Kind.NUMBER,),
    Question.Fills.JOB_TITLE: (*_TEXT, Question.Kind.SINGLE),
    Question.Fills.EMPLOYER: (*_TEXT, Question.Kind.SINGLE),
    Question.Fills.DEPARTMENT: (*_TEXT, Question.Kind.SINGLE),
    Question.Fills.PLACE: (*_TEXT, Question.Kind.SINGLE),
    Question.Fills.TIME_ZONE: (Question.Kind.SHORT,),
    Question.Fills.LANGUAGES: (Question.Kind.LANGUAGES,),
    Question.Fills.FREE_HOURS: (Question.Kind.HOURS,),
    Question.Fills.CAPACITY: (Question.Kind.NUMBER,),
    Question.Fills.SKILLS_OFFERED: (Question.Kind.SKILLS,),
    Question.Fills.SKILLS_WANTED: (Question.Kind.SKILLS,),
}


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
