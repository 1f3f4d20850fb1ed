"""The same settings for tests: quick hashing, mails kept in memory, jobs handed to nobody, handlers that may not fail."""

import os
import pathlib
import tempfile

os.environ.setdefault("GREENROOM_DATA", tempfile.mkdtemp(prefix="greenroom-test-"))
os.environ.setdefault("GREENROOM_BROKER", "memory://")

from greenroom.config.settings import *  # noqa: F403
from greenroom.config.settings import DATABASES, STATIC_ROOT, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {
    name: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": name}
    for name in ("default", "texts")
}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
ALLOWED_HOSTS = ["*"]
STATIC_ROOT.mkdir(exist_ok=True)  # whitenoise warns where there is no folder, and warnings are errors
GREENROOM_STRICT_HANDLERS = True
GREENROOM_DEMO = True
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: journeys and race tests use several connections.
    DATABASES["default"]["TEST"] = {"NAME": pathlib.Path(os.environ["GREENROOM_DATA"]) / "test.sqlite3"}
