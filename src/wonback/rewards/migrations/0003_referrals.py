"""What is paid for clients whom others sent us."""

import django.db.models.deletion
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('advocacy', '0002_referrals'),
        ('rewards', '0002_scheme_and_credit'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='scheme',
            name='a_rate_is_a_share',
        ),
        migrations.AddField(
            model_name='credit',
            name='referral',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='credits', to='advocacy.referral'),
        ),
        migrations.AddField(
            model_name='scheme',
            name='referred_rate',
            field=models.DecimalField(decimal_places=4, default=Decimal('0'), max_digits=5),
        ),
        migrations.AlterField(
            model_name='credit',
            name='kind',
            field=models.CharField(choices=[('retained', 'Bought by clients who stayed'), ('renewed', 'Renewed'), ('recovered', 'Recovered'), ('referred', 'Sent to us by clients who stayed')], max_length=9),
        ),
        migrations.AddConstraint(
            model_name='scheme',
            constraint=models.CheckConstraint(condition=models.Q(('recovered_rate__range', (0, 1)), ('referred_rate__range', (0, 1)), ('renewed_rate__range', (0, 1)), ('retained_rate__range', (0, 1)), ('return_share__range', (0, 1))), name='a_rate_is_a_share'),
        ),
    ]
