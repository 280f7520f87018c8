"""A short form of `python -m tests.fuzzing`."""

import random
from collections import Counter

import pytest

from tests.fuzzing.trying import corpus, try_one


@pytest.mark.once
def test_every_broken_file_is_answered(db, settings, tmp_path):
    settings.HOME = tmp_path
    dice, done, files = random.Random(20261123), Counter(), corpus()
    for _each in range(60):
        try_one(dice, files, done)

    assert done.total() == 60
    assert len(done) == 3
