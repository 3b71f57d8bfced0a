"""A county in one file: how it is written (export), proved (verify) and read again (restore)."""
