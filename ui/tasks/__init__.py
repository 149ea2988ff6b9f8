"""Tasks: for every verb what it asks a person before it runs, ready for the drawer.

Each function opens one task by ``seat.ask`` (or runs at once where nothing has to be asked) and returns nothing. What is asked of a
case carries the head that the person saw; what is done next is offered by ``done``.
"""
