"""`python -m commands` is the installed `accompany`."""

from commands import main

if __name__ == "__main__":
    main()
