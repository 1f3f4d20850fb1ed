import datetime as dt
import zoneinfo

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from greenroom.base import clock
from greenroom.base.errors import RuleBroken
from greenroom.mentorships.core.agreement import DUE_WEEK
from greenroom.mentorships.core.fit_checks import ASK_AFTER, CLOSING_OPEN_FOR, LOW, time_under_way
from greenroom.organizations.models import Organization
from greenroom.people.models import Person
from greenroom.programs.models import Cohort


class Mentorship(models.Model):
    """The living bond between a mentor and a mentee. Formal: from a program's cohort. Informal: a personal tie.

    Its state is read from records: `Acceptance`, `Pause`, `Closure`. `reasons` holds why the two were put together,
    {"mentor": [str], "mentee": [str]}: each side reads only its own list.
    """

    class Formality(models.TextChoices):
        FORMAL = "formal", _("Formal")
        INFORMAL = "informal", _("Informal")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        ACTIVE = "active", _("Active")
        PAUSED = "paused", _("Paused")
        DECLINED = "declined", _("Declined")
        CLOSED = "closed", _("Closed")

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="mentorships")
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="mentorships", null=True)
    mentor = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="mentorships_as_mentor")
    mentee = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="mentorships_as_mentee")
    formality = models.CharField(max_length=8, choices=Formality.choices)
    reasons = models.JSONField(default=dict)
    proposed_at = models.DateTimeField(default=clock.now)
    proposed_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    started_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(mentor=F("mentee")), name="mentorship_two_people"),
            models.CheckConstraint(
                condition=Q(formality="formal", cohort__isnull=False) | Q(formality="informal", cohort=None),
                name="mentorship_formal_has_cohort",
            ),
            models.UniqueConstraint(
                fields=["cohort", "mentor", "mentee"],
                name="mentorship_once_in_cohort",
                condition=Q(cohort__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "-proposed_at", "id"], name="mentorship_newest"),
            models.Index(fields=["cohort", "-proposed_at", "id"], name="mentorship_newest_in_cohort"),
            models.Index(fields=["organization", "started_at"], name="mentorship_started"),
        ]

    @property
    def closure(self) -> "Closure | None":
        """The closure that stands, if any; a reopened one does not. Read the records ahead, or it asks each time."""
        return next((row for row in self.closures.all() if row.reopened_at is None), None)

    @property
    def pause(self) -> "Pause | None":
        return next((row for row in self.pauses.all() if row.ended_at is None), None)

    @property
    def state(self) -> State:
        acceptances = list(self.acceptances.all())
        if self.closure is not None:
            return self.State.CLOSED
        if any(not row.accepted for row in acceptances):
            return self.State.DECLINED
        if self.started_at is None:
            return self.State.PROPOSED
        return self.State.PAUSED if self.pause is not None else self.State.ACTIVE

    @property
    def is_living(self) -> bool:
        return self.state in (self.State.ACTIVE, self.State.PAUSED)

    @property
    def is_proposed(self) -> bool:
        return self.state == self.State.PROPOSED

    @property
    def agreement(self) -> "Agreement | None":
        """The newest version, signed or not."""
        return max(self.agreements.all(), key=lambda version: version.version, default=None)

    @property
    def agreement_in_force(self) -> "Agreement | None":
        """The newest version that carries both names."""
        signed = [version for version in self.agreements.all() if version.signed_at is not None]
        return max(signed, key=lambda version: version.version, default=None)

    def is_one_of_the_two(self, person: Person) -> bool:
        return person.pk in (self.mentor_id, self.mentee_id)

    def answer_of(self, person: Person) -> "Acceptance | None":
        return next((row for row in self.acceptances.all() if row.person_id == person.pk), None)

    def week_on(self, day: dt.date) -> int | None:
        """Its cohort's week; without a cohort the week since it started, from 1; None before that."""
        if self.cohort is not None:
            return self.cohort.week_on(day)
        return None if self.started_at is None else (day - self.started_at.date()).days // 7 + 1

    def is_agreement_due(self, day: dt.date) -> bool:
        """Is the week over by which both should have signed?"""
        week = self.week_on(day)
        return week is not None and week > DUE_WEEK

    def partner_of(self, person: Person) -> Person:
        """The other one of the two. Raises ValueError for someone who is neither."""
        if person.pk == self.mentor_id:
            return self.mentee
        if person.pk == self.mentee_id:
            return self.mentor
        raise ValueError(f"`person` must be one of the two. Got {person.pk}.")

    def check_can_answer(self, person: Person) -> None:
        if self.state != self.State.PROPOSED:
            raise RuleBroken(
                "mentorship_answered", _("This proposal is settled already. Nothing has changed.")
            )
        if self.answer_of(person) is not None:
            raise RuleBroken("mentorship_answered", _("You have answered already. Nothing has changed."))

    def check_can_close(self) -> None:
        if self.closure is not None:
            raise RuleBroken(
                "mentorship_closed", _("This mentorship is already closed. Reopen it before changing it.")
            )
        if self.state == self.State.DECLINED:
            raise RuleBroken(
                "mentorship_declined", _("This proposal was declined, so there is nothing to close.")
            )

    def check_can_reopen(self) -> None:
        if self.closure is None:
            raise RuleBroken(
                "mentorship_open", _("This mentorship is not closed, so there is nothing to reopen.")
            )

    def check_is_living(self) -> None:
        """May it be changed: written about, signed, paused?"""
        state = self.state
        if state == self.State.CLOSED:
            raise RuleBroken(
                "mentorship_closed", _("This mentorship is closed. Reopen it before changing it.")
            )
        if state == self.State.DECLINED:
            raise RuleBroken(
                "mentorship_declined", _("This proposal was declined, so there is nothing to change.")
            )
        if state == self.State.PROPOSED:
            raise RuleBroken(
                "mentorship_not_started",
                _("This mentorship has not started. It does once you have both said yes."),
            )

    def check_can_pause(self) -> None:
        self.check_is_living()
        if self.pause is not None:
            raise RuleBroken(
                "mentorship_paused", _("This mentorship is paused already. Nothing has changed.")
            )

    def check_can_resume(self) -> None:
        if self.pause is None:
            raise RuleBroken(
                "mentorship_not_paused", _("This mentorship is not paused. Nothing has changed.")
            )

    def time_under_way(self, now: dt.datetime) -> dt.timedelta:
        """Since both had said yes and its cohort had begun, without pauses and without the time it was closed."""
        if self.started_at is None or self.cohort is None:
            return dt.timedelta()
        zone = zoneinfo.ZoneInfo(self.cohort.program.organization.time_zone)
        first_morning = dt.datetime.combine(self.cohort.starts_on, dt.time(), tzinfo=zone)
        rests = [(row.at, row.ended_at) for row in self.pauses.all()]
        rests += [(row.at, row.reopened_at) for row in self.closures.all()]
        return time_under_way(max(self.started_at, first_morning), now, rests=rests)

    def fit_occasion_at(self, now: dt.datetime) -> "FitCheck.Occasion | None":
        """On which occasion the two are asked now how well they fit; None while nobody is."""
        if self.cohort is None:
            return None
        if self.closure is not None:
            is_recent = self.started_at is not None and now - self.closure.at < CLOSING_OPEN_FOR
            return FitCheck.Occasion.CLOSING if is_recent else None
        is_open = self.is_living and self.cohort.closed_at is None
        is_time = is_open and self.time_under_way(now) >= ASK_AFTER
        return FitCheck.Occasion.EARLY if is_time else None

    def check_can_tell_fit(self, now: dt.datetime) -> None:
        if self.fit_occasion_at(now) is None:
            raise RuleBroken(
                "fit_not_asked",
                _(
                    "Nobody is asked about this now: the question comes after three weeks, and again when a"
                    " mentorship closes. Nothing was kept. You can always write to your coordinator."
                ),
            )

    def check_newest_version_is(self, version: int) -> None:
        """Has nobody written since? `version` is the one that was read, 0 for none."""
        newest = self.agreement
        if newest is not None and newest.version != version:
            raise RuleBroken(
                "agreement_changed",
                _(
                    "%(name)s wrote version %(version)s of the agreement while you were writing."
                    " Your words are still here: compare the two, then save again."
                )
                % {"name": newest.writer_name, "version": newest.version},
                version=newest.version,
            )


class Acceptance(models.Model):
    """One side's yes or no to a proposed mentorship."""

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="acceptances")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    accepted = models.BooleanField()
    reason = models.TextField(_("reason, for the coordinator only"), max_length=2000, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mentorship", "person"], name="acceptance_once")]
        indexes = [
            models.Index(fields=["mentorship"], condition=Q(accepted=False), name="acceptance_declined")
        ]


class Agreement(models.Model):
    """One version of what the two agreed; a new version needs both names again.

    `content` maps a heading's key (`core.agreement`) to its text. `signed_at` is when the second name was put under it.
    """

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="agreements")
    version = models.PositiveSmallIntegerField()
    content = models.JSONField(default=dict)
    written_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    written_at = models.DateTimeField(default=clock.now)
    signed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["mentorship", "version"], name="agreement_version_once")
        ]

    @property
    def is_signed_by_both(self) -> bool:
        return self.signed_at is not None

    @property
    def writer_name(self) -> str:
        return self.written_by.name if self.written_by else str(_("Someone"))

    def signature_of(self, person: Person) -> "Signature | None":
        return next((row for row in self.signatures.all() if row.person_id == person.pk), None)

    def check_can_sign(self, person: Person) -> None:
        newest = self.mentorship.agreement
        if newest is not None and newest.version > self.version:
            raise RuleBroken(
                "agreement_superseded",
                _(
                    "%(name)s has written version %(version)s since you opened this one. Read that, then sign it."
                )
                % {"name": newest.writer_name, "version": newest.version},
                version=newest.version,
            )
        if self.signature_of(person) is not None:
            raise RuleBroken(
                "agreement_signed", _("You have signed this version already. Nothing has changed.")
            )


class Signature(models.Model):
    """One side's name under one version."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="signatures")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "person"], name="signature_once")]


class Pause(models.Model):
    """A rest that both know of."""

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="pauses")
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)
    until = models.DateField(_("until"), null=True, blank=True)
    reason = models.TextField(_("a word about it"), max_length=1000, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mentorship"], condition=Q(ended_at=None), name="pause_one_at_a_time"
            )
        ]
        indexes = [models.Index(fields=["until"], condition=Q(ended_at=None), name="pause_open_until")]

    def is_over_on(self, day: dt.date) -> bool:
        """`until` is the first day on which the two go on."""
        return self.until is not None and day >= self.until

    def check_ends_after(self, day: dt.date) -> None:
        if self.is_over_on(day):
            raise RuleBroken(
                "pause_in_past", _("A pause needs a last day that is still to come. Choose a later day.")
            )


class Closure(models.Model):
    """The end of a mentorship, without fault. A reopened closure is kept."""

    class Reason(models.TextChoices):
        COMPLETED = "completed", _("We reached what we set out to do")
        TIME = "time", _("One of us has too little time now")
        FIT = "fit", _("It was not the right fit, and that is nobody’s fault")
        MOVED = "moved", _("One of us has moved on or changed jobs")
        NO_CONTACT = "no_contact", _("We did not manage to get in touch")
        PROGRAM_END = "program_end", _("The program came to its end")
        REMATCHED = "rematched", _("Re-matched")  # by a publication alone, which tells both why
        OTHER = "other", _("Another reason")

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="closures")
    reason = models.CharField(_("reason"), max_length=12, choices=Reason.choices)
    words = models.TextField(_("a closing word to the other"), max_length=2000, blank=True)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)
    reopened_at = models.DateTimeField(null=True)
    reopened_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["mentorship"], condition=Q(reopened_at=None), name="closure_one_at_a_time"
            )
        ]


class FitCheck(models.Model):
    """How well the two fit, as one of them sees it; for who oversees the mentorship, and never for the other."""

    class Occasion(models.TextChoices):
        EARLY = "early", _("After three weeks")
        CLOSING = "closing", _("At the close")

    class Fit(models.IntegerChoices):
        NOT_AT_ALL = 1, _("Not at all")
        A_LITTLE = 2, _("Only a little")
        SOMEWHAT = 3, _("In some ways")
        WELL = 4, _("Well")
        VERY_WELL = 5, _("Very well")

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="fit_checks")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    occasion = models.CharField(max_length=7, choices=Occasion.choices)
    fit = models.PositiveSmallIntegerField(_("fit"), choices=Fit.choices)
    comment = models.TextField(_("a word about it"), max_length=2000, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mentorship", "person", "occasion"], name="fit_check_once"),
            models.CheckConstraint(condition=Q(fit__gte=1, fit__lte=5), name="fit_check_in_range"),
        ]

    @property
    def is_low(self) -> bool:
        return self.fit <= LOW


class FitRequest(models.Model):
    """The two were asked by mail, once, how well they fit."""

    mentorship = models.OneToOneField(Mentorship, on_delete=models.CASCADE, related_name="fit_request")
    at = models.DateTimeField(default=clock.now)
