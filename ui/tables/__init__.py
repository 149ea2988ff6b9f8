"""Tables: an id list, pages of rows from SQL, and one view with search, filters, export, copy and print."""
