"""What runs at night: the tables as they were first released."""

from django.db import migrations, models


class Migration(migrations.Migration):

    # What earlier tables were made by; a home that has all of these has this one.
    replaces = [
        ("jobs", "0001_initial"),
    ]

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Run',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(max_length=80)),
                ('as_of', models.DateField()),
                ('count', models.PositiveIntegerField(default=0)),
                ('started_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('step', 'as_of'), name='one_run_a_step_and_day')],
            },
        ),
    ]
