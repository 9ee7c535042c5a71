"""What may be told of this cohort."""

import streamlit as st

from srns.dashboard import panels, shared
from srns.dashboard.pages import begin
from srns.dashboard.words import inert

begin("What may be told of this cohort?")
release = shared.counts()
st.info(inert(release.sentence))
panels.listing("counts", release.counts)
