"""Who plays in the tests. Read before anything else, so that a doctest in the source may name them too."""

pytest_plugins = ["tests.cast", "tests.homes", "tests.contracts.confiding"]
