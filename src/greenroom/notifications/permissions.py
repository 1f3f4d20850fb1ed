from greenroom.outbox.models import Message
from greenroom.people.models import Person


def may_see_failed_mails(person: Person) -> bool:
    """Owners see to it that mail arrives."""
    return person.is_owner


def may_resend(person: Person, message: Message) -> bool:
    return person.is_owner and message.organization_id == person.organization_id
