"""Whoever imported a file hears when it is done."""

from django.utils.translation import gettext as _

from greenroom.imports.facts import ImportApplied
from greenroom.imports.models import Import
from greenroom.notifications.actions import Letter, write_to
from greenroom.notifications.queries import page_of


def tell_the_importer(fact: ImportApplied) -> None:
    found = Import.objects.select_related("by__organization", "cohort__program__organization").get(
        pk=fact.import_id
    )
    if found.by is None:
        return
    write_to(
        found.by,
        Letter(
            kind="import_finished",
            key=f"import:{found.pk}:applied",
            subject=_("Your import of %(filename)s is done") % {"filename": found.filename},
            facts={"imported": found, "created": fact.created, "changed": fact.changed},
            button=_("See what it changed"),
            page=page_of(found.cohort.program.organization, "imports:import", found.pk),
        ),
    )
