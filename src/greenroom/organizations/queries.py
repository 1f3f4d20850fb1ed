from django.core import signing
from django.db.models import QuerySet
from django.http import HttpRequest

from greenroom.organizations.models import INVITATION_SALT, Account, Invitation, Organization, plain_email


def organizations_of(account: Account) -> QuerySet[Organization]:
    """Where this account belongs now, by name."""
    return Organization.objects.filter(people__account=account, people__deactivated_at=None).order_by(
        "name", "id"
    )


def invitations_to(organization: Organization) -> QuerySet[Invitation]:
    """Every invitation into the organization, newest first."""
    return (
        Invitation.objects.filter(organization=organization)
        .select_related("invited_by")
        .order_by("-created_at", "-id")
    )


def open_invitations(organization: Organization) -> QuerySet[Invitation]:
    """Neither accepted nor taken back; those that have run out are among them and can be sent again."""
    return invitations_to(organization).filter(accepted_at=None, revoked_at=None)


def invitation_with_token(token: str) -> Invitation | None:
    """The invitation that a link names, or None when the signature does not hold."""
    try:
        key = signing.loads(token, salt=INVITATION_SALT)
    except signing.BadSignature:
        return None
    return Invitation.objects.select_related("organization", "invited_by").filter(pk=key).first()


def account_with(email: str) -> Account | None:
    return Account.objects.filter(email=plain_email(email)).first()


def has_another_organization(request: HttpRequest) -> bool:
    """Is there anywhere for this account to change to? Asked by the account menu, on every page."""
    here = getattr(request, "organization", None)
    if here is None or not isinstance(request.user, Account):
        return False
    return organizations_of(request.user).exclude(pk=here.pk).exists()
