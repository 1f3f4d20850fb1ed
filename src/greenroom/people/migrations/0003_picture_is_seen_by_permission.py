from django.db import migrations

import greenroom.people.models


class Migration(migrations.Migration):
    dependencies = [("people", "0002_remove_person_people_pers_organiz_d97170_idx_and_more")]

    operations = [
        migrations.AlterField(
            model_name="person",
            name="picture",
            field=greenroom.people.models.PictureField(blank=True, upload_to="pictures/", verbose_name="picture"),
        ),
    ]
