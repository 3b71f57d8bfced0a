from kernel.seals.models.seal import Seal

__all__ = ["Seal"]
