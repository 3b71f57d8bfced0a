"""Posts that an official holds."""

from datetime import date

from django.db.models import Q

from kernel.accounts.models import Post, User


def active_posts(user: User, on: date) -> tuple[Post, ...]:
    """The official's posts in force on a day."""
    started = Q(valid_from__isnull=True) | Q(valid_from__lte=on)
    running = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    return tuple(Post.objects.filter(started, running, user=user).order_by("id"))
