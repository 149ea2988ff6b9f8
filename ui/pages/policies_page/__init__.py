"""Parts of the page of policies: the packs, the chosen one read and worked with, and what looking at packs finds."""
