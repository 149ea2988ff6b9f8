"""Fields: one small editor for each kind of value, and the form that holds them with label, hint and problem."""
