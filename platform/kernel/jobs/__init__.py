"""Work that must not be lost: a row first, then a worker with a lease on it. County schema."""
