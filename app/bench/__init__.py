"""The figures the window promises, measured on the real application: `python -m app.bench --json [--quick]`."""
