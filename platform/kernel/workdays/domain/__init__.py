from kernel.workdays.domain.workday import seed_workdays

__all__ = ["seed_workdays"]
