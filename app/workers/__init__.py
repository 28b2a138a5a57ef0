"""Threads: the only folder that names QThread. Values go in, values come out; nothing here knows a widget."""
