"""Clients and what is known of them: the tables as they were first released."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from wonback.core.tables import TablesTogether


class Migration(TablesTogether):

    # What earlier tables were made by; a home that has all of these has this one.
    replaces = [
        ("clients", "0001_initial"),
        ("clients", "0002_contacts_read_a_language"),
        ("clients", "0003_clients_have_a_town"),
        ("clients", "0004_contracts_say_days_of_notice"),
    ]

    initial = True

    dependencies = [
        ('team', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Client',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(blank=True, default='', max_length=40)),
                ('external_id', models.CharField(blank=True, default='', max_length=120)),
                ('name', models.CharField(max_length=200)),
                ('name_key', models.CharField(db_index=True, editable=False, max_length=200)),
                ('standing', models.CharField(choices=[('prospect', 'Not yet a client'), ('active', 'Client'), ('lost', 'Lost')], default='active', max_length=8)),
                ('tier', models.CharField(choices=[('A', 'A: large'), ('B', 'B: middle'), ('C', 'C: small')], default='C', max_length=1)),
                ('industry', models.CharField(blank=True, default='', max_length=120)),
                ('employees', models.PositiveIntegerField(blank=True, null=True)),
                ('country', models.CharField(blank=True, default='', max_length=80)),
                ('town', models.CharField(blank=True, db_default='', default='', max_length=120)),
                ('domain', models.CharField(blank=True, default='', max_length=200)),
                ('phone', models.CharField(blank=True, default='', max_length=60)),
                ('more', models.JSONField(blank=True, default=dict)),
                ('last_touch_on', models.DateField(blank=True, null=True)),
                ('touch_by', models.DateField(blank=True, null=True)),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='clients', to=settings.AUTH_USER_MODEL)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='subsidiaries', to='clients.client')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['owner', 'standing', 'touch_by', 'id'], name='clients_due_by_owner'), models.Index(condition=models.Q(('touch_by', None)), fields=['owner', 'standing', 'tier', 'id'], name='clients_never_touched'), models.Index(fields=['owner', 'name', 'id'], name='clients_by_owner_and_name'), models.Index(fields=['name', 'id'], name='clients_by_name'), models.Index(condition=models.Q(('standing', 'active')), fields=['touch_by', 'id'], name='clients_due'), models.Index(condition=models.Q(('standing', 'lost')), fields=['name', 'id'], name='clients_lost_by_name'), models.Index(condition=models.Q(('standing', 'prospect')), fields=['name', 'id'], name='prospects_by_name')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('external_id', ''), _negated=True), fields=('source', 'external_id'), name='one_client_per_source_and_id')],
            },
        ),
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(blank=True, default='', max_length=40)),
                ('external_id', models.CharField(blank=True, default='', max_length=120)),
                ('name', models.CharField(max_length=200)),
                ('title', models.CharField(blank=True, default='', max_length=120)),
                ('email', models.EmailField(blank=True, default='', max_length=254)),
                ('phone', models.CharField(blank=True, default='', max_length=60)),
                ('language', models.CharField(blank=True, default='', max_length=10)),
                ('role', models.CharField(blank=True, choices=[('decider', 'Decides'), ('champion', 'Speaks for us'), ('user', 'Uses what we sell'), ('blocker', 'Blocks us')], default='', max_length=8)),
                ('stance', models.SmallIntegerField(blank=True, choices=[(-2, 'Against us'), (-1, 'Cool'), (0, 'Neutral'), (1, 'Warm'), (2, 'A friend')], null=True)),
                ('since', models.DateField(blank=True, null=True)),
                ('verified_on', models.DateField(blank=True, null=True)),
                ('left_on', models.DateField(blank=True, null=True)),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='clients.client')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['email'], name='contacts_by_email_beginning', opclasses=['text_pattern_ops'])],
                'constraints': [models.UniqueConstraint(condition=models.Q(('external_id', ''), _negated=True), fields=('source', 'external_id'), name='one_contact_per_source_and_id')],
            },
        ),
        migrations.CreateModel(
            name='Contract',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(blank=True, default='', max_length=40)),
                ('external_id', models.CharField(blank=True, default='', max_length=120)),
                ('name', models.CharField(blank=True, default='', max_length=200)),
                ('starts_on', models.DateField(blank=True, null=True)),
                ('until', models.DateField(blank=True, help_text='exclusive: the first day without the contract', null=True)),
                ('notice_by', models.DateField(blank=True, null=True)),
                ('notice_days', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('amount_per_year', models.DecimalField(blank=True, decimal_places=2, max_digits=16, null=True)),
                ('currency', models.CharField(max_length=3)),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contracts', to='clients.client')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['client', 'until'], name='contracts_by_client')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('external_id', ''), _negated=True), fields=('source', 'external_id'), name='one_contract_per_source_and_id')],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verb', models.CharField(max_length=60)),
                ('at', models.DateTimeField()),
                ('facts', models.JSONField(default=dict)),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='timeline', to='clients.client')),
            ],
            options={
                'verbose_name_plural': 'entries',
                'indexes': [models.Index(fields=['client', '-at', '-id'], name='timeline_newest_first')],
            },
        ),
        migrations.CreateModel(
            name='Permission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answer', models.CharField(choices=[('allowed', 'We may'), ('refused', 'Do not contact')], max_length=7)),
                ('scope', models.CharField(blank=True, choices=[('news', 'News'), ('call', 'A call'), ('offer', 'An offer')], default='', max_length=5)),
                ('channel', models.CharField(blank=True, default='', max_length=20)),
                ('not_before', models.DateField(blank=True, null=True)),
                ('until', models.DateField(blank=True, null=True)),
                ('words', models.TextField()),
                ('proof', models.CharField(blank=True, default='', max_length=200)),
                ('given_at', models.DateTimeField()),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='permissions', to='clients.client')),
                ('contact', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='permissions', to='clients.contact')),
                ('noted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['client', '-given_at'], name='permissions_newest_first')],
            },
        ),
        migrations.CreateModel(
            name='Product',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(blank=True, default='', max_length=40)),
                ('external_id', models.CharField(blank=True, default='', max_length=120)),
                ('name', models.CharField(max_length=200)),
                ('name_key', models.CharField(editable=False, max_length=200, unique=True)),
                ('series', models.CharField(blank=True, default='', max_length=120)),
                ('list_price', models.DecimalField(blank=True, decimal_places=2, max_digits=16, null=True)),
                ('currency', models.CharField(max_length=3)),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(condition=models.Q(('external_id', ''), _negated=True), fields=('source', 'external_id'), name='one_product_per_source_and_id')],
            },
        ),
        migrations.CreateModel(
            name='Deal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(blank=True, default='', max_length=40)),
                ('external_id', models.CharField(blank=True, default='', max_length=120)),
                ('name', models.CharField(max_length=200)),
                ('stage', models.CharField(blank=True, default='', max_length=80)),
                ('outcome', models.CharField(choices=[('open', 'Open'), ('won', 'Won'), ('lost', 'Lost')], default='open', max_length=4)),
                ('amount', models.DecimalField(blank=True, decimal_places=2, max_digits=16, null=True)),
                ('amount_known', models.CharField(choices=[('known', 'known'), ('estimated', 'estimated'), ('unknown', 'unknown')], default='unknown', max_length=9)),
                ('currency', models.CharField(max_length=3)),
                ('opened_on', models.DateField(blank=True, null=True)),
                ('closed_on', models.DateField(blank=True, null=True)),
                ('client', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='deals', to='clients.client')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='deals', to=settings.AUTH_USER_MODEL)),
                ('product', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='deals', to='clients.product')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['client', '-closed_on'], name='deals_newest_first')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('external_id', ''), _negated=True), fields=('source', 'external_id'), name='one_deal_per_source_and_id')],
            },
        ),
        migrations.CreateModel(
            name='Purchase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(blank=True, default='', max_length=40)),
                ('external_id', models.CharField(blank=True, default='', max_length=120)),
                ('bought_on', models.DateField()),
                ('amount', models.DecimalField(decimal_places=2, max_digits=16)),
                ('currency', models.CharField(max_length=3)),
                ('reference', models.CharField(blank=True, default='', max_length=120)),
                ('product', models.CharField(blank=True, default='', max_length=200)),
                ('lines', models.PositiveIntegerField(default=1)),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='purchases', to='clients.client')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['client', '-bought_on'], name='purchases_newest_first')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('external_id', ''), _negated=True), fields=('source', 'external_id'), name='one_purchase_per_source_and_id')],
            },
        ),
        migrations.CreateModel(
            name='Spell',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('started_on', models.DateField(blank=True, null=True)),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='spells', to='clients.client')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('client',), name='one_open_spell_a_client')],
            },
        ),
        migrations.CreateModel(
            name='Word',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.CharField(max_length=60)),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='words', to='clients.client')),
            ],
            options={
                'indexes': [models.Index(fields=['word', 'client'], name='words_by_beginning', opclasses=['text_pattern_ops', 'int8_ops'])],
                'constraints': [models.UniqueConstraint(fields=('word', 'client'), name='one_word_a_client')],
            },
        ),
    ]
