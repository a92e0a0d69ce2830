"""Which values does a file give to which names? One module per kind of file."""
