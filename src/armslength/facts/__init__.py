"""The fourteen stylised facts as statistics that run: what the model must reproduce before it may say anything."""
