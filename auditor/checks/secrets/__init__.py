"""Where do secrets lie? One module per check."""
