from kernel.accounts.models.post import OfficialRole, Post
from kernel.accounts.models.token import Token
from kernel.accounts.models.user import LoginFailure, User

__all__ = ["LoginFailure", "OfficialRole", "Post", "Token", "User"]
