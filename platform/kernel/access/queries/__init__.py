from kernel.access.queries.membership import active_memberships, actor_of, members_with_role

__all__ = ["active_memberships", "actor_of", "members_with_role"]
