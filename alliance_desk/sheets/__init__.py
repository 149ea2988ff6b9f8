"""Workbooks in and out: the application form, lists, attachments. Knows policies, no database and no case."""
