"""How the window looks: measures, colours with meaning, the style sheet made of them, icons, fonts."""
