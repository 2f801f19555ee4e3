"""The activity screen: what runs, what waits, what needs somebody; and one batch, row by row."""
