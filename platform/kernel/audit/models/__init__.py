from kernel.audit.models.entry import ChainHead, Entry

__all__ = ["ChainHead", "Entry"]
