"""A stand-in for Stripe: its checkout, portal, invoices and signed events, shaped as its own library expects them."""
