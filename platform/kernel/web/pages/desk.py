"""The work desk: what waits for me, until when, and what changed."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kernel.access.actor import Actor
from kernel.access.request import ActorRequest
from kernel.hooks import DeskTask, desk_tasks, desk_ways
from kernel.web.queries import latest_changes
from kernel.workdays.clock import today


@require_safe
def desk(request: ActorRequest) -> HttpResponse:
    """Start page of a county's host, the same for every role: each sees their own tasks."""
    day = today()
    tasks = tasks_of(request.actor, day)
    context = {
        "tasks": tasks,
        "ways": [way for ways in desk_ways.call(request.actor) for way in ways],
        "overdue": sum(1 for task in tasks if task.due_on and task.due_on < day),
        "changes": latest_changes(request.actor),
    }
    return render(request, "web/desk.html", context)


def tasks_of(actor: Actor, day: date) -> list[DeskTask]:
    """All tasks that the apps have for somebody, the next due first, those without a day last."""
    found = [task for tasks in desk_tasks.call(actor, day) for task in tasks]
    return sorted(found, key=lambda task: (task.due_on or date.max, task.title, task.object_text))
