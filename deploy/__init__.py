"""Setting up, starting and checking an installation. Standard library only, no Django."""
