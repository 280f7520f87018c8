"""Neutral interviews: the tables as they were first released."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from wonback.core.tables import TablesTogether


class Migration(TablesTogether):

    # What earlier tables were made by; a home that has all of these has this one.
    replaces = [
        ("interviews", "0001_take_over_the_interview"),
        ("interviews", "0002_listen_in_stages"),
        ("interviews", "0003_old_interviews_were_held"),
        ("interviews", "0004_ship_the_guide"),
        ("interviews", "0005_say_why_somebody_is_proposed"),
        ("interviews", "0006_keep_what_keys_catch"),
        ("interviews", "0007_hand_over_warmly"),
        ("interviews", "0008_keep_the_question_as_asked"),
        ("interviews", "0009_keep_a_note_for_the_debrief"),
        ("interviews", "0010_answer_in_writing"),
        ("interviews", "0011_ask_in_other_languages"),
    ]

    initial = True

    dependencies = [
        ('clients', '0001_tables'),
        ('losses', '0001_tables'),
        ('team', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Interview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(choices=[('unassigned', 'Nobody asks yet'), ('proposed', 'Proposed'), ('accepted', 'Accepted'), ('invited', 'Invited'), ('booked', 'Booked'), ('live', 'On the phone'), ('held', 'Held'), ('declined', 'They would rather not say'), ('written', 'Answered in writing')], default='unassigned', max_length=10)),
                ('opened_at', models.DateTimeField(blank=True, null=True)),
                ('answer_by', models.DateField(blank=True, null=True)),
                ('starts_at', models.DateTimeField(blank=True, null=True)),
                ('ends_at', models.DateTimeField(blank=True, null=True)),
                ('waiting_because', models.CharField(blank=True, default='', max_length=200)),
                ('where', models.CharField(blank=True, default='', max_length=200)),
                ('begun_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('asked_at', models.DateTimeField(blank=True, null=True)),
                ('declined', models.BooleanField(default=False)),
                ('said', models.TextField(blank=True, default='')),
                ('debrief', models.TextField(blank=True, default='')),
                ('allowed', models.JSONField(blank=True, default=dict)),
                ('version', models.PositiveIntegerField(default=0)),
                ('contact', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='clients.contact')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='clients.contact')),
                ('interviewer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='interviews', to=settings.AUTH_USER_MODEL)),
                ('loss', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='interview', to='losses.loss')),
            ],
            options={
                'indexes': [models.Index(fields=['interviewer', 'stage', 'starts_at'], name='interviews_of_a_person'), models.Index(fields=['stage', 'answer_by'], name='interviews_to_hand_on')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('stage', 'booked')), fields=('interviewer', 'starts_at'), name='nobody_talks_to_two_at_once')],
            },
        ),
        migrations.CreateModel(
            name='Form',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nonce', models.CharField(max_length=22)),
                ('language', models.CharField(max_length=10)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('reminded_at', models.DateTimeField(blank=True, null=True)),
                ('reminders', models.PositiveSmallIntegerField(default=0)),
                ('opened_at', models.DateTimeField(blank=True, null=True)),
                ('pages', models.PositiveSmallIntegerField(default=0)),
                ('kept', models.JSONField(blank=True, default=dict)),
                ('confidence', models.CharField(blank=True, default='', max_length=12)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('refused_at', models.DateTimeField(blank=True, null=True)),
                ('replied_at', models.DateTimeField(blank=True, null=True)),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='forms', to='clients.contact')),
                ('sent_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('interview', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='forms', to='interviews.interview')),
            ],
            options={
                'indexes': [models.Index(fields=['-sent_at', '-id'], name='forms_newest_first')],
                'constraints': [models.UniqueConstraint(fields=('interview', 'contact'), name='one_form_a_person')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sent_at', models.DateTimeField()),
                ('nonce', models.CharField(max_length=22)),
                ('letters', models.PositiveSmallIntegerField(default=1)),
                ('next_letter_on', models.DateField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('end', models.CharField(blank=True, choices=[('replied', 'They replied'), ('booked', 'They booked a time'), ('refused', 'They would rather not'), ('answered', 'They answered in writing'), ('taken back', 'Taken back')], default='', max_length=10)),
                ('time_zone', models.CharField(blank=True, default='', max_length=40)),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='clients.contact')),
                ('interview', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='interviews.interview')),
                ('sent_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['next_letter_on'], name='invitations_to_remind_of')],
                'constraints': [models.UniqueConstraint(fields=('interview', 'contact'), name='one_invitation_a_person')],
            },
        ),
        migrations.CreateModel(
            name='IsItMe',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('raised_by_rep', models.BooleanField(default=False)),
                ('answer', models.CharField(choices=[('yes', 'Yes, another person would have helped'), ('no', 'No, it was not the person'), ('perhaps', 'Perhaps')], max_length=7)),
                ('words', models.TextField(blank=True, default='')),
                ('noted_at', models.DateTimeField()),
                ('deed', models.CharField(blank=True, choices=[('hand over', 'Hand this client over'), ('pair', 'Pair them with a colleague'), ('coach', 'Coach'), ('nothing', 'Nothing needs doing')], default='', max_length=9)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('handed_at', models.DateTimeField(blank=True, null=True)),
                ('done', models.JSONField(blank=True, default=list)),
                ('about', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('loss', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='is_it_me', to='losses.loss')),
                ('noted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name_plural': 'is it me',
                'constraints': [models.UniqueConstraint(fields=('loss', 'raised_by_rep'), name='one_is_it_me_a_loss_and_voice')],
            },
        ),
        migrations.CreateModel(
            name='Nomination',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nominated_at', models.DateTimeField()),
                ('answer', models.CharField(choices=[('open', 'No answer yet'), ('accepted', 'Accepted'), ('declined', 'Handed on'), ('expired', 'Handed on: no answer in time')], default='open', max_length=8)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('why', models.CharField(blank=True, default='', max_length=200)),
                ('because', models.CharField(blank=True, default='', max_length=300)),
                ('interview', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='nominations', to='interviews.interview')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='nominations', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('interview', 'person'), name='one_nomination_a_person_and_interview')],
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=40, unique=True)),
                ('text', models.TextField()),
                ('hint', models.CharField(blank=True, default='', max_length=200)),
                ('in_writing', models.TextField(blank=True, default='')),
                ('position', models.PositiveSmallIntegerField()),
                ('retired_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['position', 'id'], name='questions_in_order')],
            },
        ),
        migrations.CreateModel(
            name='Phrasing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=10)),
                ('text', models.TextField()),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='phrasings', to='interviews.question')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('question', 'language'), name='one_phrasing_a_question_and_language')],
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_as', models.TextField(blank=True, default='')),
                ('text', models.TextField(blank=True, default='')),
                ('feeling', models.SmallIntegerField(blank=True, choices=[(-2, 'Bitter'), (-1, 'Disappointed'), (0, 'Even'), (1, 'Friendly'), (2, 'Warm')], null=True)),
                ('confidence', models.CharField(choices=[('attributable', 'With their name'), ('unattributed', 'Without their name'), ('interviewer', 'For the interviewer only')], default='interviewer', max_length=12)),
                ('saved_at', models.DateTimeField()),
                ('drivers', models.ManyToManyField(blank=True, related_name='+', to='losses.reason')),
                ('form', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='interviews.form')),
                ('interview', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='interviews.interview')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='interviews.question')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('form', None)), fields=('interview', 'question'), name='one_answer_a_question'), models.UniqueConstraint(fields=('form', 'question'), name='one_answer_a_page')],
            },
        ),
        migrations.CreateModel(
            name='Quote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(blank=True, default='', max_length=12)),
                ('words', models.TextField()),
                ('feeling', models.SmallIntegerField(blank=True, choices=[(-2, 'Bitter'), (-1, 'Disappointed'), (0, 'Even'), (1, 'Friendly'), (2, 'Warm')], null=True)),
                ('confidence', models.CharField(choices=[('attributable', 'With their name'), ('unattributed', 'Without their name'), ('interviewer', 'For the interviewer only')], default='interviewer', max_length=12)),
                ('said_at', models.DateTimeField()),
                ('driver', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='quotes', to='losses.reason')),
                ('interview', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='quotes', to='interviews.interview')),
                ('question', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='interviews.question')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('interview', 'key'), name='one_quote_a_key')],
            },
        ),
        migrations.CreateModel(
            name='Recap',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(max_length=200)),
                ('text', models.TextField()),
                ('drafted_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('nonce', models.CharField(max_length=22)),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('verdict', models.CharField(blank=True, choices=[('', 'No answer yet'), ('right', 'That’s right'), ('not quite', 'Not quite')], default='', max_length=9)),
                ('correction', models.TextField(blank=True, default='')),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('contact', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='clients.contact')),
                ('interview', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='recap', to='interviews.interview')),
                ('permission', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='clients.permission')),
                ('sent_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('verdict', '')), fields=['sent_at'], name='recaps_without_an_answer')],
            },
        ),
        migrations.CreateModel(
            name='Away',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField()),
                ('until', models.DateField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='days_away', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('until__gt', models.F('since'))), name='away_ends_after_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='Hours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weekday', models.PositiveSmallIntegerField()),
                ('begins', models.TimeField()),
                ('ends', models.TimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hours', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name_plural': 'hours',
                'constraints': [models.CheckConstraint(condition=models.Q(('weekday__lte', 6)), name='a_week_has_seven_days'), models.CheckConstraint(condition=models.Q(('ends__gt', models.F('begins'))), name='hours_end_after_they_begin')],
            },
        ),
    ]
