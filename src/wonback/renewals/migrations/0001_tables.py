"""Renewals: the tables as they were first released."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    # What earlier tables were made by; a home that has all of these has this one.
    replaces = [
        ("renewals", "0001_renewals"),
    ]

    initial = True

    dependencies = [
        ('clients', '0001_tables'),
        ('losses', '0001_tables'),
        ('team', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Renewal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('opened_on', models.DateField()),
                ('notice_by', models.DateField(blank=True, null=True)),
                ('automated', models.CharField(blank=True, choices=[('', 'Nobody has said'), ('renews', 'They renew'), ('unsure', 'Not sure'), ('leaves', 'They leave')], default='', max_length=6)),
                ('chance', models.FloatField(blank=True, null=True)),
                ('chance_low', models.FloatField(blank=True, null=True)),
                ('chance_high', models.FloatField(blank=True, null=True)),
                ('chance_n', models.PositiveIntegerField(default=0)),
                ('rep_view', models.CharField(blank=True, choices=[('', 'Nobody has said'), ('renews', 'They renew'), ('unsure', 'Not sure'), ('leaves', 'They leave')], default='', max_length=6)),
                ('rep_why', models.CharField(blank=True, default='', max_length=300)),
                ('final_view', models.CharField(blank=True, choices=[('', 'Nobody has said'), ('renews', 'They renew'), ('unsure', 'Not sure'), ('leaves', 'They leave')], default='', max_length=6)),
                ('final_why', models.CharField(blank=True, default='', max_length=300)),
                ('outcome', models.CharField(blank=True, choices=[('', 'Open'), ('renewed', 'Renewed'), ('lost', 'Lost')], default='', max_length=7)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('contract', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='renewal', to='clients.contract')),
                ('final_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('follows', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='renewed_from', to='clients.contract')),
                ('loss', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='renewal', to='losses.loss')),
                ('rep_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('outcome', '')), fields=['contract'], name='renewals_open')],
            },
        ),
    ]
