"""A case drafted from public data, with each decision written down for a person to look at."""
