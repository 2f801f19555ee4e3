"""The law of the house, checked: what linters and import contracts cannot say by themselves."""
