from kernel.workdays.models.workday import Workday

__all__ = ["Workday"]
