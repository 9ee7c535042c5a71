"""Settings that all tests share."""

import os

from hypothesis import HealthCheck, settings

# A busy machine is no failure: neither a slow example nor slow generation counts as one.
settings.register_profile(
    "default", deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("ci", settings.get_profile("default"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "default")
