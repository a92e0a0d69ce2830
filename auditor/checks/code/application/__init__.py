"""What is the Express application made of? ``read_application`` returns its frozen model.

Syntax alone is read: modules are followed through their imports, and the calls
that create applications and routers, mount middleware and declare routes are
followed in the order in which they would run. Nothing of the target is run.
"""
