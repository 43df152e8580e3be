"""The staff web desk: what came in, what was understood and why, what is due, and everything a machine may not do alone."""
