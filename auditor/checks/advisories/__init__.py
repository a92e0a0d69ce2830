"""Which known vulnerabilities does the lockfile hold? One module per check."""
