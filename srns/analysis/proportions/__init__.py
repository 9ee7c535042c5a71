"""How many of how many, how sure, and do groups or readers differ?"""
