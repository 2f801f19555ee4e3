"""ev.energy v2 as its seeds and its public contract describe it, for the cars of the sample fleet."""
