from kernel.wakeups.domain.wakeup import cancel_wakeup, plan_wakeup, send_wakeup, sweep

__all__ = ["cancel_wakeup", "plan_wakeup", "send_wakeup", "sweep"]
