"""Time to event: time to remission, duration of remission, curves and their tests."""
