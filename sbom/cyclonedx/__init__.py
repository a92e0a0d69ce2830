"""How is an inventory written as a CycloneDX document, and read back?"""
