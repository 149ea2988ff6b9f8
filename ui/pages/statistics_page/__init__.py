"""The parts of the page of statistics: its topics, its charts, its tables, its figures, and the workbook of them all."""
