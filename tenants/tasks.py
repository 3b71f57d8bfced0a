"""What runs regularly for the installation as a whole (config/settings/broker.py)."""

from celery import shared_task

from tenants.provisioning.spare import keep_spares as keep


@shared_task(name="tenants.keep_spares")
def keep_spares() -> None:
    """Keep spare schemas ready for the next counties."""
    keep()
