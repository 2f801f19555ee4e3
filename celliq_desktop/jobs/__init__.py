"""Work off the screen's thread: lanes, progress, cancel, dedup keys; a thread runner and an inline one; no Qt."""
