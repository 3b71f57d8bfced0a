from kernel.access.domain.membership import grant, revoke

__all__ = ["grant", "revoke"]
