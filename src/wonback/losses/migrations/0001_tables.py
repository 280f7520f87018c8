"""Losses and their causes: the tables as they were first released."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from wonback.core.tables import TablesTogether


class Migration(TablesTogether):

    # What earlier tables were made by; a home that has all of these has this one.
    replaces = [
        ("losses", "0001_initial"),
        ("losses", "0002_ship_reasons"),
        ("losses", "0003_learn_from_attempts"),
        ("losses", "0004_interviews_move_out"),
        ("losses", "0005_say_what_a_reason_stands_on"),
        ("losses", "0006_say_what_a_class_means"),
        ("losses", "0007_a_condition_says_what_it_needs"),
        ("losses", "0008_remember_the_words_of_other_programs"),
        ("losses", "0009_say_whether_it_was_in_our_hands"),
        ("losses", "0010_find_who_waits_for_what_we_could_not_do"),
        ("losses", "0011_fold_what_we_could_not_do"),
    ]

    initial = True

    dependencies = [
        ('care', '0001_tables'),
        ('clients', '0001_tables'),
        ('team', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Reason',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=60, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('meaning', models.CharField(blank=True, default='', max_length=200)),
                ('side', models.CharField(blank=True, choices=[('us', 'Us'), ('them', 'Them'), ('market', 'The market')], default='', max_length=6)),
                ('can_change', models.BooleanField(blank=True, null=True)),
                ('we_control', models.BooleanField(blank=True, null=True)),
                ('retired_at', models.DateTimeField(blank=True, null=True)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='losses.reason')),
                ('same_as', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='losses.reason')),
            ],
        ),
        migrations.CreateModel(
            name='Loss',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('client', 'Client'), ('part', 'Part of a client'), ('deal', 'Sale')], max_length=6)),
                ('noticed_on', models.DateField(blank=True, null=True)),
                ('lost_on', models.DateField()),
                ('in_effect', models.BooleanField(default=True)),
                ('recorded_at', models.DateTimeField()),
                ('worth', models.DecimalField(blank=True, decimal_places=2, max_digits=16, null=True)),
                ('worth_known', models.CharField(choices=[('known', 'known'), ('estimated', 'estimated'), ('unknown', 'unknown')], default='unknown', max_length=9)),
                ('currency', models.CharField(max_length=3)),
                ('voice', models.CharField(choices=[('rep', 'Our rep says'), ('client', 'The client says'), ('confirmed', 'Confirmed')], default='rep', max_length=9)),
                ('ownership', models.TextField(blank=True, default='')),
                ('owned_at', models.DateTimeField(blank=True, null=True)),
                ('let_go_at', models.DateTimeField(blank=True, null=True)),
                ('let_go_why', models.CharField(blank=True, default='', max_length=200)),
                ('review_on', models.DateField(blank=True, null=True)),
                ('recovered_on', models.DateField(blank=True, null=True)),
                ('rank', models.FloatField(default=0)),
                ('source', models.CharField(blank=True, db_default='', default='', max_length=40)),
                ('external_id', models.CharField(blank=True, db_default='', default='', max_length=120)),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='losses', to='clients.client')),
                ('competitor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='losses', to='care.competitor')),
                ('deal', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='loss', to='clients.deal')),
                ('holder', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='held_losses', to=settings.AUTH_USER_MODEL)),
                ('owned_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner_then', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reason', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='losses', to='losses.reason')),
            ],
            options={
                'verbose_name_plural': 'losses',
                'indexes': [models.Index(condition=models.Q(('let_go_at', None), ('recovered_on', None)), fields=['-rank', 'id', 'holder', 'kind', 'reason', 'client'], name='losses_by_rank'), models.Index(condition=models.Q(('let_go_at', None), ('recovered_on', None)), fields=['holder', '-rank', 'id', 'kind', 'reason', 'client', 'let_go_at', 'recovered_on'], name='losses_by_holder_and_rank'), models.Index(condition=models.Q(('let_go_at__isnull', False)), fields=['-rank', 'id'], name='losses_let_go_by_rank'), models.Index(fields=['lost_on', 'kind', 'holder', 'reason', 'currency', 'worth'], name='losses_by_day'), models.Index(fields=['client', '-lost_on'], name='losses_newest_first'), models.Index(condition=models.Q(('in_effect', False)), fields=['lost_on'], name='losses_that_lie_ahead'), models.Index(condition=models.Q(('review_on__isnull', False)), fields=['review_on'], name='losses_to_review')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('worth', None), ('worth_known', 'unknown')), models.Q(models.Q(('worth_known', 'unknown'), _negated=True), ('worth__isnull', False)), _connector='OR'), name='an_unknown_worth_is_no_number'), models.UniqueConstraint(condition=models.Q(('external_id', ''), _negated=True), fields=('source', 'external_id'), name='one_loss_per_source_and_id')],
            },
        ),
        migrations.CreateModel(
            name='Experience',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('period', models.PositiveSmallIntegerField()),
                ('called', models.FloatField()),
                ('alone', models.FloatField()),
                ('called_low', models.FloatField()),
                ('called_high', models.FloatField()),
                ('attempts', models.PositiveIntegerField()),
                ('ours', models.BooleanField()),
                ('as_of', models.DateField()),
                ('reason', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='experiences', to='losses.reason')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('reason', 'period'), name='one_experience_a_reason_and_period')],
            },
        ),
        migrations.CreateModel(
            name='Swot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('field', models.CharField(choices=[('strength', 'Strength'), ('weakness', 'Weakness'), ('opportunity', 'Opportunity'), ('threat', 'Threat')], max_length=11)),
                ('view', models.CharField(choices=[('prefilled', 'From what is on file'), ('inside', 'Ours'), ('outside', 'From outside')], default='inside', max_length=9)),
                ('text', models.CharField(max_length=300)),
                ('written_at', models.DateTimeField()),
                ('loss', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='swot', to='losses.loss')),
                ('same_as', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='merged', to='losses.swot')),
                ('voters', models.ManyToManyField(blank=True, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('written_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['written_at'], name='swot_by_quarter')],
                'constraints': [models.UniqueConstraint(fields=('loss', 'field', 'text'), name='one_swot_note_a_text')],
            },
        ),
        migrations.CreateModel(
            name='TheirLoss',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(max_length=300)),
                ('how_we_help', models.CharField(blank=True, default='', max_length=300)),
                ('heard_on', models.DateField()),
                ('noted_at', models.DateTimeField()),
                ('helped_at', models.DateTimeField(blank=True, null=True)),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='their_losses', to='clients.client')),
                ('noted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name_plural': 'their losses',
                'indexes': [models.Index(fields=['client', '-heard_on'], name='their_losses_newest_first')],
            },
        ),
        migrations.CreateModel(
            name='Why',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('depth', models.PositiveSmallIntegerField()),
                ('because', models.TextField()),
                ('written_at', models.DateTimeField()),
                ('loss', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='whys', to='losses.loss')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('loss', 'depth'), name='one_why_a_depth'), models.CheckConstraint(condition=models.Q(('depth__gte', 1), ('depth__lte', 7)), name='a_why_is_1_to_7_deep')],
            },
        ),
        migrations.CreateModel(
            name='Wording',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('said', models.CharField(max_length=200, unique=True)),
                ('seen_as', models.CharField(max_length=200)),
                ('times', models.PositiveIntegerField(default=0)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='wordings', to='losses.reason')),
                ('settled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('said', ''), _negated=True), name='a_wording_says_something')],
            },
        ),
        migrations.CreateModel(
            name='Cause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('voice', models.CharField(choices=[('rep', 'Our rep says'), ('client', 'The client says'), ('confirmed', 'Confirmed')], default='rep', max_length=9)),
                ('weight', models.PositiveSmallIntegerField(default=100)),
                ('words', models.TextField(blank=True, default='')),
                ('side', models.CharField(blank=True, choices=[('us', 'Us'), ('them', 'Them'), ('market', 'The market')], default='', max_length=6)),
                ('evidence', models.CharField(blank=True, default='', max_length=300)),
                ('we_control', models.BooleanField(blank=True, null=True)),
                ('condition', models.CharField(blank=True, choices=[('price', 'Our price is above'), ('capability', 'We cannot do this'), ('colleague', 'This person of ours works with them'), ('decider', 'This person of theirs decides'), ('contract', 'They are bound to the competitor until'), ('territory', 'They are outside our territory'), ('not before', 'They do not want to talk before')], default='', max_length=12)),
                ('above', models.DecimalField(blank=True, decimal_places=2, max_digits=16, null=True)),
                ('currency', models.CharField(blank=True, default='', max_length=3)),
                ('missing', models.CharField(blank=True, default='', max_length=120)),
                ('missing_key', models.CharField(blank=True, db_default='', default='', editable=False, max_length=160)),
                ('until', models.DateField(blank=True, null=True)),
                ('noted_at', models.DateTimeField()),
                ('colleague', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decider', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='clients.contact')),
                ('noted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('loss', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='causes', to='losses.loss')),
                ('reason', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='causes', to='losses.reason')),
                ('wording', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='causes', to='losses.wording')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('condition', ''), _negated=True), fields=['condition', 'missing_key', 'until'], name='causes_by_condition')],
                'constraints': [models.UniqueConstraint(fields=('loss', 'voice', 'reason'), name='one_cause_a_voice_and_reason'), models.CheckConstraint(condition=models.Q(('weight__gte', 1), ('weight__lte', 100)), name='a_cause_weighs_1_to_100_percent'), models.CheckConstraint(condition=models.Q(('condition', ''), ('voice', 'confirmed'), _connector='OR'), name='only_what_is_confirmed_stands_on_something'), models.CheckConstraint(condition=models.Q(('condition', ''), models.Q(models.Q(('condition', 'price')), models.Q(('above__isnull', False)), models.Q(('currency', ''), _negated=True)), models.Q(models.Q(('condition', 'capability')), models.Q(('missing', ''), _negated=True)), models.Q(('condition', 'colleague')), models.Q(('condition', 'decider')), models.Q(models.Q(('condition', 'contract')), models.Q(('until__isnull', False))), models.Q(('condition', 'territory')), models.Q(models.Q(('condition', 'not before')), models.Q(('until__isnull', False))), _connector='OR'), name='a_condition_says_what_it_needs')],
            },
        ),
        migrations.CreateModel(
            name='Conflict',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('why', models.CharField(max_length=200)),
                ('declared_at', models.DateTimeField()),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='conflicts', to='clients.client')),
                ('declared_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='conflicts', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'client'), name='one_conflict_a_person_and_client')],
            },
        ),
        migrations.CreateModel(
            name='Look',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.CharField(choices=[('market', 'The market'), ('price', 'Our prices'), ('competitor', 'The competitor')], max_length=10)),
                ('found', models.TextField()),
                ('looked_on', models.DateField()),
                ('looked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('loss', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='looks', to='losses.loss')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('loss', 'at'), name='one_look_at_each')],
            },
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('silent_since', models.DateField()),
                ('silent_days', models.PositiveIntegerField()),
                ('rhythm_days', models.FloatField()),
                ('purchases', models.PositiveIntegerField()),
                ('worth', models.DecimalField(blank=True, decimal_places=2, max_digits=16, null=True)),
                ('currency', models.CharField(max_length=3)),
                ('as_of', models.DateField()),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('why_not', models.CharField(blank=True, default='', max_length=200)),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='proposals', to='clients.client')),
                ('loss', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='proposal', to='losses.loss')),
                ('settled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('settled_at', None)), fields=['-worth', 'id'], name='open_proposals_by_worth')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('settled_at', None)), fields=('client',), name='one_open_proposal_a_client')],
            },
        ),
    ]
