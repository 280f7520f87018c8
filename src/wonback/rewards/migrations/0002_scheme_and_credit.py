"""What is paid for keeping clients, and what was."""

import django.db.models.deletion
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models

from wonback.core.tables import TablesTogether


class Migration(TablesTogether):

    dependencies = [
        ('clients', '0006_what_contracts_say_besides'),
        ('renewals', '0001_tables'),
        ('rewards', '0001_praise'),
        ('winback', '0003_stage_since'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Closing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField(unique=True)),
                ('closed_at', models.DateTimeField()),
                ('closed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Credit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=80)),
                ('kind', models.CharField(choices=[('retained', 'Bought by clients who stayed'), ('renewed', 'Renewed'), ('recovered', 'Recovered')], max_length=9)),
                ('part', models.CharField(blank=True, default='', max_length=6)),
                ('earned_on', models.DateField()),
                ('client_name', models.CharField(max_length=200)),
                ('base', models.DecimalField(decimal_places=2, max_digits=16)),
                ('rate', models.DecimalField(decimal_places=8, max_digits=9)),
                ('days', models.PositiveSmallIntegerField()),
                ('of_days', models.PositiveSmallIntegerField()),
                ('was', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=16)),
                ('amount', models.DecimalField(decimal_places=2, max_digits=16)),
                ('currency', models.CharField(max_length=3)),
                ('client', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='credits', to='clients.client')),
                ('closing', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='credits', to='rewards.closing')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='credits', to=settings.AUTH_USER_MODEL)),
                ('plan', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='credits', to='winback.plan')),
                ('renewal', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='credits', to='renewals.renewal')),
            ],
            options={
                'indexes': [models.Index(fields=['person', 'closing'], name='credits_by_person'), models.Index(fields=['earned_on'], name='credits_by_day')],
                'constraints': [models.UniqueConstraint(fields=('closing', 'person', 'key', 'currency'), name='one_line_a_month_and_deed'), models.CheckConstraint(condition=models.Q(('amount', 0), _negated=True), name='a_line_is_not_nothing')],
            },
        ),
        migrations.CreateModel(
            name='Scheme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('retained_rate', models.DecimalField(decimal_places=4, default=Decimal('0'), max_digits=5)),
                ('retained_after_months', models.PositiveSmallIntegerField(default=12)),
                ('renewed_rate', models.DecimalField(decimal_places=4, default=Decimal('0'), max_digits=5)),
                ('recovered_rate', models.DecimalField(decimal_places=4, default=Decimal('0'), max_digits=5)),
                ('return_share', models.DecimalField(decimal_places=4, default=Decimal('0.5'), max_digits=5)),
                ('stays_months', models.PositiveSmallIntegerField(default=12)),
                ('whose', models.CharField(choices=[('day', 'Whoever has the client on the day'), ('split', 'Everybody who had them in the year before, by days')], default='day', max_length=5)),
                ('why', models.CharField(max_length=300)),
                ('drafted_at', models.DateTimeField()),
                ('from_month', models.DateField(blank=True, null=True)),
                ('in_force_at', models.DateTimeField(blank=True, null=True)),
                ('drafted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('in_force_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('from_month',), name='one_scheme_from_a_month'), models.CheckConstraint(condition=models.Q(('recovered_rate__range', (0, 1)), ('renewed_rate__range', (0, 1)), ('retained_rate__range', (0, 1)), ('return_share__range', (0, 1))), name='a_rate_is_a_share')],
            },
        ),
    ]
