"""One car: verdict, charge curves, capacity, history, sessions, reports."""
