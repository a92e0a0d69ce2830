"""Is the tree itself safe to look at? One module per check."""
