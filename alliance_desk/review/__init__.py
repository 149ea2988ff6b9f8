"""The deciding office's verbs between formal check and recognition: sessions, panels, scores."""
