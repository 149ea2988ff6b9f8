"""Everything that is printed or handed out: certificates and plaques from layouts, letters from .docx templates.

Knows layouts, fonts and values; knows no database, no case and no policy.
"""
