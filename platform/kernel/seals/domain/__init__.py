from kernel.seals.domain.signer import installation_pair

__all__ = ["installation_pair"]
