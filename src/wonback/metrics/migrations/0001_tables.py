"""The model fitted on a day: the tables as they were first released."""

from django.db import migrations, models


class Migration(migrations.Migration):

    # What earlier tables were made by; a home that has all of these has this one.
    replaces = [
        ("metrics", "0001_fit_of_a_day"),
        ("metrics", "0002_why_no_purchase_model"),
    ]

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Fit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('as_of', models.DateField(unique=True)),
                ('clients', models.PositiveIntegerField(default=0)),
                ('horizon_days', models.PositiveSmallIntegerField()),
                ('discount_per_year', models.FloatField()),
                ('champion', models.CharField(blank=True, default='', max_length=40)),
                ('parameters', models.JSONField(default=dict)),
                ('log_likelihood', models.FloatField(null=True)),
                ('scores', models.JSONField(default=dict)),
                ('spending', models.JSONField(default=dict)),
                ('refused', models.TextField(blank=True, default='')),
                ('silenced', models.TextField(blank=True, default='')),
            ],
        ),
    ]
