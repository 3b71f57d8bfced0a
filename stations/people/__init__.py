"""Staff, credentials, heads, ethics, supervision and volunteers of the stations."""
