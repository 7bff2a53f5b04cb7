"""The county's settings for tests: a throw-away data folder, quick password hashes."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

#: Removed at the end; the name tells the next run what a killed one left over.
DATA_PREFIX = "wangge-test-"

os.environ["DATA"] = tempfile.mkdtemp(prefix=DATA_PREFIX)
os.chmod(os.environ["DATA"], 0o711)  # the server, which is not root, passes through
atexit.register(shutil.rmtree, os.environ["DATA"], ignore_errors=True)
os.environ.pop("WANGGE_DATABASE_URL", None)
os.environ.pop("WANGGE_KEYS", None)
os.environ["WANGGE_SECRET_KEY"] = "only for tests"

from wangge.config.settings import *  # noqa: E402, F403

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOGGING = {"version": 1, "disable_existing_loggers": False}
