"""`python -m qrt_facade` is the `qrt` command."""

from qrt_facade.cli import main

if __name__ == "__main__":
    main()
