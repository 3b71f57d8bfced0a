from kernel.operations.models.operation import Operation

__all__ = ["Operation"]
