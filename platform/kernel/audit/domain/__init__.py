from kernel.audit.domain.entry import record
from kernel.audit.domain.seal import seal_chain

__all__ = ["record", "seal_chain"]
