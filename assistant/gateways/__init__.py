"""The doors to mail servers and the identity provider: one library each, a port that stages see, a fake beside it."""
