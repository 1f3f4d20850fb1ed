from django.core import signing
from django.db.models import QuerySet

from greenroom.organizations.models import INVITATION_SALT, Account, Invitation, Organization


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
