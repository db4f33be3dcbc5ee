"""The program, which leaves the names of the modules that it imported in the file that MODULES names."""

import json
import os
import sys
from pathlib import Path

BEFORE = set(sys.modules)


def main() -> int | str | None:
    from bot.cli.main import main as run  # noqa: PLC0415 - what it imports is counted

    try:
        run()
    except SystemExit as end:
        return end.code
    finally:
        used = [name for name in sys.modules if name not in BEFORE and "__main__" not in name]
        Path(os.environ["MODULES"]).write_text(json.dumps(used))
    return 0


if __name__ == "__main__":
    sys.exit(main())
