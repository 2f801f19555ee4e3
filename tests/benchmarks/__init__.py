"""Speed as ratios against a reference in the same run (design: performance); a missed goal is printed, not failed."""
