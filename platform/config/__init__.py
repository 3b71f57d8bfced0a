"""Composition root: settings, URL roots, WSGI and Celery. Nobody imports it."""
