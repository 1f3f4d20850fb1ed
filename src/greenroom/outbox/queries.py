from django.db.models import QuerySet

from greenroom.outbox.models import Message


def messages_of_organization(organization_id: int) -> QuerySet[Message]:
    """Every mail that an organization has caused, newest first."""
    return Message.objects.filter(organization_id=organization_id)
