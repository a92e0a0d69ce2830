"""What does the configuration of a deployment say? One check per subject."""
