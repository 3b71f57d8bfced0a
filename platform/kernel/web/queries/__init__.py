from kernel.web.queries.change import Change, latest_changes

__all__ = ["Change", "latest_changes"]
