"""Is the lockfile whole, pinned and in step? One module per check."""
