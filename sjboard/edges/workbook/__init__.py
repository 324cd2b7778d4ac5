"""Workbooks: a week's homework as .xlsx to fill in, and entries out of one.

Knows Excel's files, and how they may be meant to harm. What a row says is ``content.workbook``'s.
"""
