"""Daily seals of the counties' audit chains, outside the counties' reach."""
