"""Settings of the tests: the real ones, with an empty home of their own and nothing that is slow on purpose."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

# A developer's own settings must not decide whether a test passes.
for name in [name for name in os.environ if name.startswith("WONBACK_")]:
    del os.environ[name]
os.environ["WONBACK_HOME"] = tempfile.mkdtemp(prefix="wonback-tests-")
atexit.register(shutil.rmtree, os.environ["WONBACK_HOME"], ignore_errors=True)
os.environ["WONBACK_COMPANY"] = "Northbeam Supply"

from wonback.config.settings import *  # noqa: E402, F403  # the real settings, read after the home above is set
from wonback.config.settings import DATABASES, HOME, STORAGES  # noqa: E402  # as above

database = DATABASES["default"]
database["CONN_MAX_AGE"] = 0
if "sqlite" in database["ENGINE"]:
    # A file, not memory: a live server and its test then have connections of their own, as in life.
    database["TEST"] = {"NAME": str(HOME / "test.sqlite3")}
    database["OPTIONS"]["init_command"] = database["OPTIONS"]["init_command"].replace("=FULL;", "=OFF;")

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend", "QUEUES": ["default"]}}
# The manifest's hashed names are served by no test server.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
# No test speaks to the world; those that connect a program put one of ours in its place.
CONNECTORS_AT = dict.fromkeys(("hubspot", "salesforce", "pipedrive", "stripe"), "http://127.0.0.1:9")
Path(HOME / "static").mkdir(exist_ok=True)
