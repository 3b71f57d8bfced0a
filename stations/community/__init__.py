"""Community organisations, their activities, and how they are brought to registration."""
