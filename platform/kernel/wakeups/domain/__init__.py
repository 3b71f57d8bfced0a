from kernel.wakeups.domain.wakeup import (
    cancel_wakeup,
    forget_county,
    forget_failures,
    note_failure,
    plan_wakeup,
    send_wakeup,
    sweep,
)

__all__ = [
    "cancel_wakeup",
    "forget_county",
    "forget_failures",
    "note_failure",
    "plan_wakeup",
    "send_wakeup",
    "sweep",
]
