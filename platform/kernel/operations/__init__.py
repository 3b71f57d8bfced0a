"""Long work that the platform's operators ask for; kept in public."""
