from kernel.wakeups.models.wakeup import Wakeup

__all__ = ["Wakeup"]
