"""Letters and whom they may reach: the tables as they were first released."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from wonback.core.tables import TablesTogether


class Migration(TablesTogether):

    # What earlier tables were made by; a home that has all of these has this one.
    replaces = [
        ("post", "0001_initial"),
        ("post", "0002_end_letters_and_say_what_for"),
        ("post", "0003_letters_among_ourselves"),
        ("post", "0004_count_what_comes_unasked"),
        ("post", "0005_ask_whether_it_may_go_on"),
        ("post", "0006_letters_have_an_hour"),
        ("post", "0007_calendars_read_what_is_planned"),
    ]

    initial = True

    dependencies = [
        ('clients', '0001_tables'),
        ('team', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Extension',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nonce', models.CharField(max_length=22)),
                ('asked_at', models.DateTimeField()),
                ('answer', models.CharField(blank=True, choices=[('', 'No answer yet'), ('yes', 'Yes'), ('no', 'No')], default='', max_length=3)),
                ('until', models.DateField(blank=True, null=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='clients.contact')),
                ('permission', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='extension', to='clients.permission')),
            ],
        ),
        migrations.CreateModel(
            name='Feed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nonce', models.CharField(max_length=22)),
                ('made_at', models.DateTimeField()),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='feed', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Approach',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField()),
                ('key', models.CharField(max_length=80, unique=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='approaches', to='clients.contact')),
            ],
            options={
                'verbose_name_plural': 'approaches',
                'indexes': [models.Index(fields=['contact', 'on'], name='approaches_by_person')],
            },
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=80, unique=True)),
                ('to', models.EmailField(max_length=254)),
                ('colleague', models.CharField(blank=True, default='', max_length=120)),
                ('subject', models.CharField(max_length=200)),
                ('text', models.TextField()),
                ('html', models.TextField(blank=True, default='')),
                ('calendar', models.TextField(blank=True, default='')),
                ('message_id', models.CharField(max_length=120, unique=True)),
                ('in_reply_to', models.CharField(blank=True, default='', max_length=120)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('sending', 'On its way'), ('sent', 'Sent'), ('uncertain', 'Perhaps sent'), ('failed', 'Could not be sent'), ('stopped', 'Stopped')], default='waiting', max_length=9)),
                ('written_at', models.DateTimeField()),
                ('not_before', models.DateTimeField()),
                ('not_after', models.DateTimeField(blank=True, null=True)),
                ('taken_at', models.DateTimeField(blank=True, null=True)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('scope', models.CharField(blank=True, default='', max_length=5)),
                ('unasked', models.BooleanField(default=False)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('why', models.CharField(blank=True, default='', max_length=300)),
                ('client', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='letters', to='clients.client')),
                ('contact', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='letters', to='clients.contact')),
                ('sender', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='letters', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['not_before', 'id'], name='letters_to_send'), models.Index(condition=models.Q(('state', 'sending')), fields=['taken_at'], name='letters_on_their_way'), models.Index(fields=['state', '-written_at'], name='letters_by_state')],
                'constraints': [models.CheckConstraint(condition=models.Q(('client__isnull', False), models.Q(('colleague', ''), _negated=True), _connector='OR'), name='a_letter_out_of_the_house_is_about_a_client')],
            },
        ),
    ]
