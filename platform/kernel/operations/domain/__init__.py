from kernel.operations.domain.operation import enqueue_operation

__all__ = ["enqueue_operation"]
