from kernel.access.models.membership import Membership, Role, ScopeKind

__all__ = ["Membership", "Role", "ScopeKind"]
