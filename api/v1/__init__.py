"""Version 1 of the API (design/api.md)."""
