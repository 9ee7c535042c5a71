"""Do the numbers of a text agree with what can be counted?"""
