from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0003_picture_is_seen_by_permission")]

    operations = [
        migrations.RemoveIndex(model_name="person", name="people_pers_organiz_31ad8c_idx"),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                fields=["organization", "search_line", "id", "deactivated_at"], name="people_pers_list"
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["organization", "role", "search_line", "id"], name="people_pers_role"),
        ),
        migrations.RemoveIndex(model_name="person", name="people_pers_organiz_5c893f_idx"),
        migrations.RemoveIndex(model_name="person", name="people_pers_organiz_069371_idx"),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                fields=["organization", "last_active_at", "id", "deactivated_at"], name="people_pers_active"
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                fields=["organization", "joined_at", "id", "deactivated_at"], name="people_pers_joined"
            ),
        ),
    ]
