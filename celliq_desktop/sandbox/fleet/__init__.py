"""Makes believable cars: models, fade, charge sessions, readings."""
