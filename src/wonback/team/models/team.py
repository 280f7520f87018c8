"""A team: whose clients its lead answers for."""

from django.db import models


class Team(models.Model):
    name = models.CharField(max_length=120, unique=True)

    def __str__(self) -> str:
        return self.name

    @classmethod
    def called(cls, name: str) -> "Team | None":
        """The team of that name in any spelling, made if there is none; nobody's name is no team."""
        plain = name.strip()
        if not plain:
            return None
        return cls.objects.filter(name__iexact=plain).first() or cls.objects.create(name=plain)

    @classmethod
    def names(cls) -> list[str]:
        return list(cls.objects.order_by("name").values_list("name", flat=True))
