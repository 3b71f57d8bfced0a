from kernel.audit.domain.entry import record, record_each
from kernel.audit.domain.seal import seal_chain

__all__ = ["record", "record_each", "seal_chain"]
