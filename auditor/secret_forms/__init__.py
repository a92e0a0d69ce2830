"""How are credentials recognised: by the form an issuer gave them, or by the name they have?

Tables and patterns alone, for what detects secrets (``auditor.checks.secrets``)
and for what hides them (``auditor.mask``). Every pattern takes linear time.
"""
