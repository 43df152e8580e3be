"""The Subject Request Assistant: the daemon and everything with a door to the outside."""
