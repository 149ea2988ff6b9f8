"""The sections of the page 年度与考核: what is owed, rounds of assessment, proposals, flags."""
