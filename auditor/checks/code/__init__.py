"""What does the application's own code do? Semgrep rules find the place, readers its options."""
