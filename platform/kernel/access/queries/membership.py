"""Who somebody is in the county one stands in."""

from datetime import date

from django.db.models import Q, QuerySet

from kernel.access.actor import Actor
from kernel.access.models import Membership
from kernel.accounts.models import User
from kernel.accounts.queries.post import active_posts
from kernel.tenancy import current_county
from kernel.workdays.clock import today


def active_memberships(on: date) -> QuerySet[Membership]:
    """All memberships of the county in force on a day."""
    started = Q(valid_from__isnull=True) | Q(valid_from__lte=on)
    running = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    return Membership.objects.filter(started, running)


def actor_of(user: User, on: date | None = None) -> Actor:
    """The user with what they hold here today: memberships in a county, posts in public."""
    day = on or today()
    county = current_county()
    if county is None:
        held: tuple = active_posts(user, day)
    else:
        held = tuple(active_memberships(day).filter(user_uuid=user.uuid))
    return Actor(user.uuid, user.display_name, county, held)


def members_with_role(role: str, on: date | None = None) -> QuerySet[Membership]:
    """The active memberships with a role, by name."""
    return active_memberships(on or today()).filter(role=role).order_by("user_name", "id")
