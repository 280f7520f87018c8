"""The figures of a night: the tables as they were first released."""

from django.db import migrations, models


class Migration(migrations.Migration):

    # What earlier tables were made by; a home that has all of these has this one.
    replaces = [
        ("figures", "0001_initial"),
        ("figures", "0002_unit_of_states"),
    ]

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Figure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('metric', models.CharField(max_length=60)),
                ('subject', models.CharField(max_length=20)),
                ('subject_id', models.BigIntegerField(default=0)),
                ('currency', models.CharField(blank=True, default='', max_length=3)),
                ('as_of', models.DateField()),
                ('value', models.FloatField(null=True)),
                ('low', models.FloatField(null=True)),
                ('high', models.FloatField(null=True)),
                ('n', models.PositiveIntegerField(default=0)),
                ('unit', models.CharField(blank=True, choices=[('money', 'money'), ('money_a_year', 'money a year'), ('money_a_purchase', 'money a purchase'), ('purchases_a_year', 'purchases a year'), ('share', 'share, from 0 to 1'), ('years', 'years'), ('days', 'days'), ('count', 'number'), ('state', 'active, at risk or lapsed')], default='', max_length=40)),
                ('why_none', models.CharField(blank=True, default='', max_length=200)),
            ],
            options={
                'indexes': [models.Index(fields=['subject', 'subject_id'], name='figures_by_subject')],
                'constraints': [models.UniqueConstraint(fields=('metric', 'subject', 'subject_id', 'currency'), name='one_figure_a_subject_and_currency'), models.CheckConstraint(condition=models.Q(('value__isnull', False), models.Q(('why_none', ''), _negated=True), _connector='OR'), name='a_figure_has_a_value_or_a_reason')],
            },
        ),
    ]
