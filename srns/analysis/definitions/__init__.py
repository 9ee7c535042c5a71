"""What changes when the definition, or one choice in it, is made otherwise?"""
