"""Where does data of a request come from, and where does it go from function to function?"""
