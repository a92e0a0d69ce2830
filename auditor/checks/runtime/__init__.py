"""Which runtime does the deployment ask for, and is it kept up? One module per check."""
