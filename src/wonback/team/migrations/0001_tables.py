"""Who works here: the tables as they were first released."""

import datetime
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

from wonback.core.tables import TablesTogether


class Migration(TablesTogether):

    # What earlier tables were made by; a home that has all of these has this one.
    replaces = [
        ("team", "0001_initial"),
        ("team", "0002_interviewers_have_limits"),
        ("team", "0003_the_day_comes_by_mail"),
        ("team", "0004_days_on_which_nobody_works"),
    ]

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Holiday',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(unique=True)),
                ('name', models.CharField(max_length=80)),
            ],
        ),
        migrations.CreateModel(
            name='Team',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('email', models.EmailField(blank=True, max_length=254, null=True, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('role', models.CharField(choices=[('rep', 'Rep'), ('interviewer', 'Interviewer'), ('lead', 'Lead'), ('admin', 'Admin')], default='rep', max_length=11)),
                ('minutes_a_day', models.PositiveSmallIntegerField(default=45)),
                ('open_work_limit', models.PositiveSmallIntegerField(default=5)),
                ('interviews_a_month', models.PositiveSmallIntegerField(default=6)),
                ('time_zone', models.CharField(blank=True, default='', max_length=40)),
                ('morning_at', models.TimeField(blank=True, default=datetime.time(7, 30), null=True)),
                ('paid_on_team', models.BooleanField(default=True)),
                ('is_active', models.BooleanField(default=True)),
                ('source', models.CharField(blank=True, default='', max_length=40)),
                ('reports_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='reports', to=settings.AUTH_USER_MODEL)),
                ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='people', to='team.team')),
            ],
            options={
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='one_person_an_email')],
            },
        ),
        migrations.CreateModel(
            name='Token',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('scope', models.CharField(choices=[('read', 'Read'), ('write', 'Read and write')], default='read', max_length=5)),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('created_at', models.DateTimeField()),
                ('last_used_on', models.DateField(blank=True, null=True)),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tokens', to=settings.AUTH_USER_MODEL)),
            ],
        ),
    ]
