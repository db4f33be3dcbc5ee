"""``make bench``: every benchmark, each against its comparison in the same run; 1 if a target is missed."""

import sys

from tests.benchmarks import (
    bench_bank,
    bench_board,
    bench_discord,
    bench_discord_posts,
    bench_slack,
    bench_slack_posts,
    bench_start,
    bench_store,
    bench_wake,
)

BENCHES = {
    "store": bench_store,
    "board": bench_board,
    "wake": bench_wake,
    "bank": bench_bank,
    "start": bench_start,
    "discord": bench_discord,
    "discord-posts": bench_discord_posts,
    "slack": bench_slack,
    "slack-posts": bench_slack_posts,
}


def main(names: list[str]) -> int:
    """Run the named benchmarks, or all."""
    missed = []
    for name in names or BENCHES:
        print(f"\n== {name}", flush=True)
        if BENCHES[name].main():
            missed.append(name)
    print(f"\nmissed: {', '.join(missed)}" if missed else "\nall targets met")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
