from kernel.workdays.queries.workday import (
    add_workdays,
    is_provisional,
    is_workday,
    workdays_left,
)

__all__ = ["add_workdays", "is_provisional", "is_workday", "workdays_left"]
