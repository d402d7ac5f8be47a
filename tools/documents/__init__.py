"""The pages that are made from the code's own records, one module a page."""
