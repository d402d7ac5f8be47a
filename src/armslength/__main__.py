"""Run the command line as a module: `python -m armslength`."""

from armslength.cli import main

if __name__ == "__main__":
    main()
