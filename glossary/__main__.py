"""`python -m glossary`: the command `glossary`."""

from glossary.cli import main

main()
