"""How long until remission, how long did it last, and how sure can this cohort be?"""
