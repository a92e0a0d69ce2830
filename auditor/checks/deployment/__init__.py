"""How is the deployment built, shipped and run? One module per kind of file."""
