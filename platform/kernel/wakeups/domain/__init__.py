from kernel.wakeups.domain.wakeup import (
    cancel_wakeup,
    forget_county,
    forget_failures,
    hold_wakeup,
    note_failure,
    plan_wakeup,
    send_wakeup,
    sweep,
    wake_county,
)

__all__ = [
    "cancel_wakeup",
    "forget_county",
    "forget_failures",
    "hold_wakeup",
    "note_failure",
    "plan_wakeup",
    "send_wakeup",
    "sweep",
    "wake_county",
]
