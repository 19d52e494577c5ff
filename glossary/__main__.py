"""`python -m glossary`, and the command `glossary`, which may be interrupted during start-up."""

import sys


def main() -> None:
    """Run the command line."""
    try:
        from glossary.cli import main as run
    except KeyboardInterrupt:
        print("Error: stopped; what was acknowledged is stored, nothing else", file=sys.stderr)
        sys.exit(130)
    run()


if __name__ == "__main__":
    main()
