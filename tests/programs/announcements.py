from greenroom.audit.models import Entry


def announced() -> list[str]:
    """What this slice has announced, oldest first, by the fact's own name."""
    entries = Entry.objects.filter(kind__startswith="programs.").order_by("id")
    return [kind.split(".")[1] for kind in entries.values_list("kind", flat=True)]
