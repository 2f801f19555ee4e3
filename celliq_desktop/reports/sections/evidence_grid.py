"""Where the parts of page 2 stand, in mm from its upper edge; one list, so that they can be moved against each other."""

CHARTS_TOP = 28.0
FRAME_TOP = 39.0
FRAME_HEIGHT = 30.0
SESSIONS_TOP = 85.0
SECOND_TOP = 135.0
SECOND_FRAME_TOP = 146.0
SECOND_FRAME_HEIGHT = 21.0
METHOD_TOP = 178.0
ANNEX_TOP = 203.0
PROOF_TOP = 262.5
