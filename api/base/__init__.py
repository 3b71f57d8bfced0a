"""What every endpoint shares: identity, errors, paging, rendering, ETags."""
