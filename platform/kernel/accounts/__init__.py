"""Identity: users, tokens, officials' posts. What a user may do in a county lies in the county."""
