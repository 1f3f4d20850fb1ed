import datetime as dt
import unicodedata
import zoneinfo
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from greenroom.base import clock
from greenroom.base.errors import RuleBroken

INVITATION_LIFE = dt.timedelta(days=30)
INVITATION_SALT = "organizations.invitation"
SEND_AGAIN_AFTER = dt.timedelta(minutes=10)


def plain_email(address: str) -> str:
    """The address as it is kept and compared: composed, without blanks around it, in lower case."""
    return unicodedata.normalize("NFC", address).strip().lower()


def validate_time_zone(name: str) -> None:
    if name not in zoneinfo.available_timezones():
        raise ValidationError(
            _("“%(name)s” is not a time zone we know. Choose one such as Europe/London."),
            code="time_zone",
            params={"name": name},
        )


class AccountManager(BaseUserManager["Account"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Account":
        """An account for this address. Without a password it signs in by e-mailed code."""
        account = self.model(email=plain_email(email), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "Account":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(email__iexact=username)


class Account(AbstractBaseUser, PermissionsMixin):
    """One human being with one e-mail address, who may belong to several organizations."""

    class Theme(models.TextChoices):
        SYSTEM = "", _("As my device")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    email = models.EmailField(_("e-mail"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=200)
    theme = models.CharField(max_length=5, choices=Theme.choices, blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = AccountManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="account_email_once")]

    def __str__(self) -> str:
        return self.email

    @property
    def is_untouched(self) -> bool:
        """Nobody has signed in with it yet, and no password was ever set: made by an import or an application."""
        return self.last_login is None and not self.has_usable_password()

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0]


class Organization(models.Model):
    """A community: a school, a guild, a company."""

    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(max_length=60, unique=True)
    tagline = models.CharField(_("tagline"), max_length=200, blank=True)
    contact_name = models.CharField(_("who answers questions"), max_length=200, blank=True)
    contact_email = models.EmailField(_("address for questions"), blank=True)
    time_zone = models.CharField(
        _("time zone"), max_length=60, default="UTC", validators=[validate_time_zone]
    )
    created_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What an account may do in an organization as a whole. Coordinators are named by each program."""

    OWNER = "owner", _("Owner")
    MEMBER = "member", _("Member")


class Invitation(models.Model):
    """A signed, expiring door into an organization, for one address."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail"), max_length=254)
    name = models.CharField(_("name"), max_length=200, blank=True)
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.MEMBER)
    note = models.TextField(_("a personal line"), max_length=1000, blank=True)
    invited_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)

    sent_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(revoked_at=None), name="invitation_accepted_or_revoked"
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "-created_at", "id"]),
            models.Index(fields=["email", "sent_at"]),
        ]

    @property
    def token(self) -> str:
        """What the link carries. Signed, so that it cannot be guessed or altered."""
        return signing.dumps(self.pk, salt=INVITATION_SALT)

    @property
    def is_open(self) -> bool:
        return self.accepted_at is None and self.revoked_at is None and clock.now() < self.expires_at

    def check_not_settled(self) -> None:
        if self.accepted_at is not None:
            raise RuleBroken(
                "invitation_used",
                _("This invitation has already been used. Sign in with your e-mail address."),
            )
        if self.revoked_at is not None:
            raise RuleBroken("invitation_revoked", _("This invitation was taken back. Ask for a new one."))

    def check_can_accept(self) -> None:
        self.check_not_settled()
        if clock.now() >= self.expires_at:
            raise RuleBroken("invitation_expired", _("This invitation has run out. Ask for a new one."))

    def check_can_send_again(self) -> None:
        self.check_not_settled()
        if clock.now() - self.sent_at < SEND_AGAIN_AFTER:
            raise RuleBroken(
                "invitation_sent_lately",
                _(
                    "This invitation went out a moment ago. Give the mail ten minutes before you send it again."
                ),
            )
