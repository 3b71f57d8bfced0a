"""What the province may see: rolled up in the transaction of each change."""
