"""Praise: what somebody did well, said before everybody, and who joined in."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from wonback.core.tables import TablesTogether


class Migration(TablesTogether):

    initial = True

    dependencies = [
        ('care', '0003_health_and_risk'),
        ('losses', '0004_what_files_say_besides'),
        ('winback', '0003_stage_since'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Praise',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('defended', 'Defended against a competitor'), ('won_back', 'Won back'), ('truth', 'Told the truth')], max_length=8)),
                ('line', models.CharField(max_length=300)),
                ('given_at', models.DateTimeField()),
                ('taken_back_at', models.DateTimeField(blank=True, null=True)),
                ('defence', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='praises', to='care.defence')),
                ('given_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('loss', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='praises', to='losses.loss')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='praises', to=settings.AUTH_USER_MODEL)),
                ('plan', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='praises', to='winback.plan')),
            ],
            options={
                'verbose_name_plural': 'praise',
            },
        ),
        migrations.CreateModel(
            name='Cheer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('praise', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cheers', to='rewards.praise')),
            ],
        ),
        migrations.AddIndex(
            model_name='praise',
            index=models.Index(condition=models.Q(('taken_back_at', None)), fields=['-given_at', '-id'], name='praise_newest'),
        ),
        migrations.AddIndex(
            model_name='praise',
            index=models.Index(fields=['person', 'given_at'], name='praise_by_person'),
        ),
        migrations.AddConstraint(
            model_name='praise',
            constraint=models.UniqueConstraint(condition=models.Q(('taken_back_at', None)), fields=('defence',), name='one_praise_a_defence'),
        ),
        migrations.AddConstraint(
            model_name='praise',
            constraint=models.UniqueConstraint(condition=models.Q(('taken_back_at', None)), fields=('plan',), name='one_praise_a_plan'),
        ),
        migrations.AddConstraint(
            model_name='praise',
            constraint=models.UniqueConstraint(condition=models.Q(('taken_back_at', None)), fields=('loss', 'person'), name='one_praise_a_truth_and_person'),
        ),
        migrations.AddConstraint(
            model_name='cheer',
            constraint=models.UniqueConstraint(fields=('praise', 'person'), name='one_cheer_a_praise_and_person'),
        ),
    ]
