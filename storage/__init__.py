"""The store: one writer, a few readers, all SQL of the project."""
