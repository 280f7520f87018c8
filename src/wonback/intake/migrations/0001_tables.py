"""What came in: the tables as they were first released."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from wonback.core.tables import TablesTogether


class Migration(TablesTogether):

    # What earlier tables were made by; a home that has all of these has this one.
    replaces = [
        ("intake", "0001_initial"),
    ]

    initial = True

    dependencies = [
        ('team', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('waiting', 'Waiting to be read'), ('checking', 'Being read'), ('checked', 'Read, not yet brought in'), ('importing', 'Being brought in'), ('done', 'Brought in'), ('undoing', 'Being taken back'), ('undone', 'Taken back'), ('stopped', 'Stopped'), ('failed', 'Not brought in')], default='waiting', max_length=9)),
                ('at', models.DateTimeField()),
                ('asked_at', models.DateTimeField()),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('done_rows', models.PositiveIntegerField(default=0)),
                ('all_rows', models.PositiveIntegerField(default=0)),
                ('problem', models.TextField(blank=True, default='')),
                ('outcome', models.JSONField(default=dict)),
                ('asked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='batches', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name_plural': 'batches',
                'indexes': [models.Index(fields=['-at', '-id'], name='batches_newest_first')],
            },
        ),
        migrations.CreateModel(
            name='Sheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveSmallIntegerField()),
                ('name', models.CharField(max_length=300)),
                ('lines', models.PositiveIntegerField(default=0)),
                ('preset', models.CharField(blank=True, default='', max_length=60)),
                ('score', models.FloatField(default=0)),
                ('chosen', models.JSONField(default=dict)),
                ('columns', models.JSONField(default=list)),
                ('first_rows', models.JSONField(default=list)),
                ('rows', models.PositiveIntegerField(default=0)),
                ('refused', models.PositiveIntegerField(default=0)),
                ('counts', models.JSONField(default=dict)),
                ('notes', models.JSONField(default=list)),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sheets', to='intake.batch')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('batch', 'place'), name='one_sheet_a_place')],
            },
        ),
        migrations.CreateModel(
            name='Written',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('model', models.CharField(max_length=40)),
                ('key', models.BigIntegerField()),
                ('action', models.CharField(max_length=7)),
                ('changes', models.JSONField(default=dict)),
                ('mark', models.BigIntegerField(default=0)),
                ('kept', models.CharField(blank=True, choices=[('edited', 'a person changed it since'), ('used', 'something else hangs on it now'), ('gone', 'it is gone already')], default='', max_length=6)),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='written', to='intake.batch')),
            ],
            options={
                'indexes': [models.Index(fields=['batch', 'model', 'action', 'key'], name='written_by_batch_and_model')],
            },
        ),
    ]
