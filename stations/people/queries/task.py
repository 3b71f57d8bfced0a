"""The two queues of a station's work: of its administrative and of its service posts (N12)."""

from stations.people.enums import Post, TaskKind
from stations.people.numbers import numbers


def queue_of(task: TaskKind) -> Post:
    """Whose queue a kind of task stands in."""
    return Post(numbers().task_posts[task])
