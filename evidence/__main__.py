"""`python -m evidence` is the command."""

from evidence.cli import command

if __name__ == "__main__":
    command()
