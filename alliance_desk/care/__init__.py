"""Looking after recognised alliances: the cases beneath them, from the yearly report to the loss of the title."""
