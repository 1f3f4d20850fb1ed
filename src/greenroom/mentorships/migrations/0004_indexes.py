from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mentorships", "0003_agreement_signed_at")]

    operations = [
        migrations.AddIndex(
            model_name="mentorship",
            index=models.Index(fields=["organization", "started_at"], name="mentorship_started"),
        ),
        migrations.AddIndex(
            model_name="acceptance",
            index=models.Index(
                condition=models.Q(("accepted", False)), fields=["mentorship"], name="acceptance_declined"
            ),
        ),
    ]
