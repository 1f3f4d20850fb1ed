from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mentorships", "0002_initial")]

    operations = [
        migrations.RenameIndex(
            model_name="mentorship", old_name="mentorships_organiz_7519df_idx", new_name="mentorship_newest"
        ),
        migrations.RemoveIndex(model_name="mentorship", name="mentorships_cohort__6f1434_idx"),
        migrations.AddIndex(
            model_name="mentorship",
            index=models.Index(fields=["cohort", "-proposed_at", "id"], name="mentorship_newest_in_cohort"),
        ),
        migrations.AddField(
            model_name="agreement", name="signed_at", field=models.DateTimeField(null=True)
        ),
        migrations.AddIndex(
            model_name="pause",
            index=models.Index(condition=models.Q(("ended_at", None)), fields=["until"], name="pause_open_until"),
        ),
    ]
