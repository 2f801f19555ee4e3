"""Records, ids, units, VIN, money, problems, changes, ports: the language of the house; standard library only."""
