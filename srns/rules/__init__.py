"""What remission means: definitions (files), classify, course, explanations."""
