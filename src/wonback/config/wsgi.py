"""The door for a WSGI server: `granian --interface wsgi wonback.config.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wonback.config.settings")
application = get_wsgi_application()
