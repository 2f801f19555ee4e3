"""Where Qt meets the Qt-free rooms: dispatcher, bindings, table models, the clock tick."""
