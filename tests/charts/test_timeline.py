"""What the figure of one child draws."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests.charts.cohort import HADDAD, story

from srns.charts.frames import CONVENTIONAL, EVIDENCE, OTHER, SI
from srns.charts.timeline import describe, timeline
