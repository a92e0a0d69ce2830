"""How are files of other tools read? One module per format; none of them judges."""
