from kernel.operations.queries.operation import find_operation, list_operations

__all__ = ["find_operation", "list_operations"]
