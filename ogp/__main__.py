"""``python -m ogp``."""

from ogp.cli.main import main

if __name__ == "__main__":
    main()
