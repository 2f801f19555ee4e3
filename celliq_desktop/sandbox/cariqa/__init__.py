"""Cariqa Connect: charging sessions at public points, with a state machine and a clock."""
