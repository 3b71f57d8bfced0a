"""Composition root: settings, URL roots, WSGI and Celery. Nobody imports it."""

# Loaded with the settings, so that every process sends its tasks through this application.
from config.celery import app as celery_app

__all__ = ["celery_app"]
