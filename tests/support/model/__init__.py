"""One model of the CellIQ service, written from its page and contract alone, with three ways to talk to it."""
