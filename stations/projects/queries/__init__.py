"""Reading about purchased projects."""
