"""What does the continuous integration do for security? One module per check."""
