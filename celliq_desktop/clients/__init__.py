"""One file per remote service, one shared transport; the only room that knows HTTP."""
