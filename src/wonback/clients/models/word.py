"""One word of a client's name, so that a search finds it by any beginning without reading the whole table."""

from typing import TYPE_CHECKING

from django.db import models

from wonback.clients import names

if TYPE_CHECKING:
    from wonback.clients.models.client import Client


class WordQuerySet(models.QuerySet["Word"]):
    def remember(self, clients: "models.QuerySet[Client]") -> int:
        """Let the search find these clients by any word of their names. Return how many words were written."""
        rows = [
            Word(client_id=pk, word=word[:60])
            for pk, name in clients.values_list("pk", "name")
            for word in {*names.words(name), names.name_key(name)}
            if word
        ]
        return len(self.bulk_create(rows, ignore_conflicts=True, batch_size=5_000))


class Word(models.Model):
    client = models.ForeignKey("clients.Client", models.CASCADE, related_name="words")
    word = models.CharField(max_length=60)

    objects = WordQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["word", "client"], name="one_word_a_client")]
        # On PostgreSQL, the one kind of index that LIKE can walk; elsewhere the class means nothing.
        indexes = [
            models.Index(
                fields=["word", "client"], name="words_by_beginning", opclasses=["text_pattern_ops", "int8_ops"]
            )
        ]

    def __str__(self) -> str:
        return self.word
