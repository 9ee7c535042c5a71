"""What is said when something that a person gave cannot be used?"""


class MistakeError(ValueError):
    """Something given that cannot be used; the message is one sentence with its remedy."""
