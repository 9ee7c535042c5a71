"""Mechanisms of the steroid-sparing agents."""

from collections.abc import Mapping

CNI = "calcineurin inhibitor"
MECHANISMS: Mapping[str, str] = {
    "tacrolimus": CNI,
    "ciclosporin": CNI,
    "mycophenolate mofetil": "purine synthesis inhibitor",
    "mycophenolate sodium": "purine synthesis inhibitor",
    "azathioprine": "purine synthesis inhibitor",
    "rituximab": "anti-CD20 antibody",
    "ofatumumab": "anti-CD20 antibody",
    "obinutuzumab": "anti-CD20 antibody",
    "cyclophosphamide": "alkylating agent",
    "chlorambucil": "alkylating agent",
    "levamisole": "levamisole",
}
"""Mechanism of each steroid-sparing agent."""
