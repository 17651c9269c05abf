"""``python -m ogp``."""

from ogp.cli import main

if __name__ == "__main__":
    main()
