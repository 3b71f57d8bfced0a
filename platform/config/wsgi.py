"""WSGI entry for gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

from kernel.tenancy.start import refuse_unfit_database  # noqa: E402 - needs the settings

refuse_unfit_database()
