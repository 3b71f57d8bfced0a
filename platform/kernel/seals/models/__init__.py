from kernel.seals.models.seal import Seal
from kernel.seals.models.signer import Signer

__all__ = ["Seal", "Signer"]
