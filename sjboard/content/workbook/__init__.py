"""Entries as rows of a sheet that a teacher fills in, and rows as entries again.

Knows what each column says and how a row becomes lines of an entry. Does not know .xlsx (``edges.workbook``)
nor what else lies in the school's folder.
"""
