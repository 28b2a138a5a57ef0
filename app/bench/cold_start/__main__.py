"""`python -m app.bench.cold_start`. In a file of its own, because a process that is begun from here reads it again."""

from app.bench.cold_start import main

if __name__ == "__main__":
    main()
