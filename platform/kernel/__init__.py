"""What every app stands on; imports no app."""
