"""The day, and the working days of the State Council's calendar."""
