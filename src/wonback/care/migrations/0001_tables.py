"""How clients are kept: the tables as they were first released."""

import django.db.models.deletion
import uuid
import wonback.post.links
from django.conf import settings
from django.db import migrations, models

from wonback.core.tables import TablesTogether


class Migration(TablesTogether):

    # What earlier tables were made by; a home that has all of these has this one.
    replaces = [
        ("care", "0001_initial"),
        ("care", "0002_morning_mail"),
        ("care", "0003_a_sighting_is_answered"),
        ("care", "0004_the_shelf"),
        ("care", "0005_plan_touches"),
    ]

    initial = True

    dependencies = [
        ('clients', '0001_tables'),
        ('team', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Competitor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('name_key', models.CharField(editable=False, max_length=120, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name='Defence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mounted_on', models.DateField()),
                ('outcome', models.CharField(blank=True, choices=[('', 'Under way'), ('kept', 'Kept'), ('lost', 'Lost')], default='', max_length=4)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('why', models.CharField(blank=True, default='', max_length=300)),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='defences', to='clients.client')),
                ('competitor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='defences', to='care.competitor')),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['competitor', 'outcome'], name='defences_by_competitor')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('outcome', '')), fields=('client', 'competitor'), name='one_open_defence_a_client_and_competitor'), models.UniqueConstraint(condition=models.Q(('competitor', None), ('outcome', '')), fields=('client',), name='one_open_defence_against_nobody_known')],
            },
        ),
        migrations.CreateModel(
            name='DefenceStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveSmallIntegerField()),
                ('what', models.CharField(max_length=200)),
                ('due_by', models.DateField()),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('note', models.CharField(blank=True, default='', max_length=300)),
                ('defence', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='care.defence')),
                ('done_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='defence_steps', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('done_at', None)), fields=['owner', 'due_by'], name='open_defence_steps_by_owner')],
                'constraints': [models.UniqueConstraint(fields=('defence', 'place'), name='one_step_a_place_of_a_defence')],
            },
        ),
        migrations.CreateModel(
            name='Morning',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('written_at', models.DateTimeField()),
                ('lines', models.PositiveSmallIntegerField(default=0)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mornings', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user', 'day'), name='one_morning_mail_a_person_and_day')],
            },
        ),
        migrations.CreateModel(
            name='Piece',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('article', 'Article'), ('note', 'Note'), ('reference', 'Reference')], default='article', max_length=9)),
                ('title', models.CharField(max_length=200)),
                ('text', models.TextField(blank=True, default='')),
                ('url', models.URLField(blank=True, default='', max_length=500)),
                ('tags', models.CharField(blank=True, default='', max_length=300)),
                ('put_at', models.DateTimeField()),
                ('retired_at', models.DateTimeField(blank=True, null=True)),
                ('put_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('retired_at', None)), fields=['-put_at'], name='shelf_newest_first')],
            },
        ),
        migrations.CreateModel(
            name='Promise',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(max_length=300)),
                ('made_on', models.DateField()),
                ('due_by', models.DateField()),
                ('kept_at', models.DateTimeField(blank=True, null=True)),
                ('broken_on', models.DateField(blank=True, null=True)),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='promises', to='clients.client')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='promises', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['owner', 'kept_at', 'due_by'], name='open_promises_by_owner'), models.Index(fields=['client', 'kept_at'], name='open_promises_by_client')],
            },
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('why_now', models.CharField(max_length=600)),
                ('nonce', models.CharField(default=wonback.post.links.new_nonce, max_length=22)),
                ('answer', models.CharField(blank=True, choices=[('', 'Not answered'), ('done', 'Done'), ('tomorrow', 'Tomorrow'), ('skip', 'Skip')], default='', max_length=8)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='clients.client')),
                ('morning', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='care.morning')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('morning', 'client'), name='one_line_a_client_and_morning')],
            },
        ),
        migrations.CreateModel(
            name='Snooze',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('until', models.DateField()),
                ('why', models.CharField(max_length=200)),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='snoozes', to='clients.client')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='snoozes', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['user', 'until'], name='snoozes_by_person')],
                'constraints': [models.UniqueConstraint(fields=('client', 'user'), name='one_snooze_a_client_and_person')],
            },
        ),
        migrations.CreateModel(
            name='Touch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('channel', models.CharField(choices=[('call', 'Call'), ('visit', 'Visit'), ('mail', 'Mail'), ('letter', 'Letter'), ('article', 'Something useful')], default='call', max_length=7)),
                ('reached', models.BooleanField(default=True)),
                ('works', models.BooleanField(blank=True, null=True)),
                ('gripe', models.BooleanField(default=False)),
                ('competitor', models.BooleanField(default=False)),
                ('more', models.BooleanField(default=False)),
                ('line', models.CharField(blank=True, default='', max_length=500)),
                ('key', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('taken_back_at', models.DateTimeField(blank=True, null=True)),
                ('last_touch_before', models.DateField(blank=True, null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='touches', to=settings.AUTH_USER_MODEL)),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='touches', to='clients.client')),
                ('contact', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='touches', to='clients.contact')),
            ],
            options={
                'verbose_name_plural': 'touches',
                'indexes': [models.Index(fields=['client', '-at'], name='touches_newest_first'), models.Index(fields=['by', '-at'], name='touches_by_person')],
            },
        ),
        migrations.CreateModel(
            name='Sighting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(blank=True, choices=[('', 'Not said'), ('told', 'They told me'), ('offer', 'I saw the offer'), ('heard', 'I heard it elsewhere'), ('guessed', 'I think so')], default='', max_length=7)),
                ('how_known', models.CharField(blank=True, default='', max_length=300)),
                ('seen_at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sightings', to='clients.client')),
                ('competitor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sightings', to='care.competitor')),
                ('contact', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='clients.contact')),
                ('defence', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='sightings', to='care.defence')),
                ('touch', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='sightings', to='care.touch')),
            ],
            options={
                'indexes': [models.Index(fields=['client', '-seen_at'], name='sightings_newest_first')],
            },
        ),
        migrations.CreateModel(
            name='Share',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shares', to='clients.client')),
                ('contact', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='clients.contact')),
                ('piece', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shares', to='care.piece')),
                ('touch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shares', to='care.touch')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('contact__isnull', False)), fields=('piece', 'contact'), name='nobody_gets_it_twice')],
            },
        ),
        migrations.CreateModel(
            name='PlannedTouch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('meant_on', models.DateField()),
                ('due_by', models.DateField()),
                ('minutes', models.PositiveSmallIntegerField()),
                ('channel', models.CharField(choices=[('call', 'Call'), ('visit', 'Visit')], default='call', max_length=5)),
                ('revision', models.PositiveSmallIntegerField(default=0)),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='planned', to='clients.client')),
                ('moved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='planned', to=settings.AUTH_USER_MODEL)),
                ('touch', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='planned', to='care.touch')),
            ],
            options={
                'verbose_name_plural': 'planned touches',
                'indexes': [models.Index(condition=models.Q(('touch', None)), fields=['person', 'day'], name='planned_by_person'), models.Index(condition=models.Q(('touch', None)), fields=['client', 'day'], name='planned_by_client')],
            },
        ),
        migrations.CreateModel(
            name='Expansion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(max_length=300)),
                ('worth', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True)),
                ('currency', models.CharField(blank=True, default='', max_length=3)),
                ('opened_on', models.DateField()),
                ('next_step', models.CharField(max_length=200)),
                ('due_by', models.DateField()),
                ('outcome', models.CharField(blank=True, choices=[('', 'Open'), ('won', 'They took it'), ('declined', 'Not now')], default='', max_length=8)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('why', models.CharField(blank=True, default='', max_length=300)),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='expansions', to='clients.client')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='expansions', to=settings.AUTH_USER_MODEL)),
                ('touch', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='expansions', to='care.touch')),
            ],
            options={
                'indexes': [models.Index(fields=['client', 'outcome'], name='expansions_by_client'), models.Index(condition=models.Q(('outcome', '')), fields=['owner', 'due_by'], name='open_expansions_by_owner')],
            },
        ),
        migrations.CreateModel(
            name='Concern',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(max_length=300)),
                ('raised_on', models.DateField()),
                ('due_by', models.DateField()),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='concerns', to='clients.client')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='concerns', to=settings.AUTH_USER_MODEL)),
                ('touch', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='concerns', to='care.touch')),
            ],
            options={
                'indexes': [models.Index(fields=['client', 'settled_at'], name='open_concerns_by_client'), models.Index(fields=['owner', 'settled_at', 'due_by'], name='open_concerns_by_owner')],
            },
        ),
        migrations.CreateModel(
            name='Cadence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tier', models.CharField(blank=True, choices=[('A', 'A: large'), ('B', 'B: middle'), ('C', 'C: small')], default='', max_length=1)),
                ('ideal_days', models.PositiveSmallIntegerField()),
                ('maximum_days', models.PositiveSmallIntegerField()),
                ('paused_until', models.DateField(blank=True, null=True)),
                ('client', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='cadence', to='clients.client')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('client__isnull', False), ('tier', '')), models.Q(models.Q(('tier', ''), _negated=True), ('client', None)), _connector='OR'), name='a_cadence_is_of_a_tier_or_of_a_client'), models.UniqueConstraint(condition=models.Q(('tier', ''), _negated=True), fields=('tier',), name='one_cadence_a_tier'), models.CheckConstraint(condition=models.Q(('ideal_days__gt', 0), ('ideal_days__lte', models.F('maximum_days'))), name='ideal_days_before_maximum_days')],
            },
        ),
    ]
