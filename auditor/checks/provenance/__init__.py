"""What is proven about where each package came from? One module per check."""
