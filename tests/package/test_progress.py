"""The line that a slow call writes in a terminal."""

import os
import pty
import re
import subprocess
import sys

import pytest

from pyrust._progress import count, time, words

SLOW = (
    "import pyrust as pr\n"
    "try:\n"
    "    pr.range(20_000_000_000).filter((pr.col('value') * 7) % 11 == 12).collect(timeout=1.6)\n"
    "except pr.RunTimeoutError:\n"
    "    print('ended')\n"
)


def in_terminal(code, **environment):
    """Run a script whose stderr is a terminal, and return what it has written there and on stdout."""
    ours, theirs = pty.openpty()
    try:
        script = [sys.executable, "-c", code]
        done = subprocess.run(
            script, stdout=subprocess.PIPE, stderr=theirs, env={**os.environ, **environment}, check=True
        )
    finally:
        os.close(theirs)
    written = b""
    while True:
        try:
            more = os.read(ours, 65536)
        except OSError:
            break
        if not more:
            break
        written += more
    os.close(ours)
    return written.decode(), done.stdout.decode()


def test_a_terminal_has_one_line_which_is_cleared():
    written, said = in_terminal(SLOW, COLUMNS="90")
    assert said == "ended\n"
    lines = written.split("\r")
    assert re.match(r"collect  [█░]+ \d+ %  reading · \d s", lines[1]), lines[1]
    assert all(len(line) <= 89 for line in lines)
    assert lines[-2].strip() == lines[-1] == ""
    assert "\n" not in written


def test_a_quick_call_and_an_option_leave_it_empty():
    assert in_terminal("import pyrust as pr\npr.range(10).filter(pr.col('value') > 3).collect()")[0] == ""
    assert in_terminal(SLOW.replace("try:", "pr.options.display.progress = False\ntry:"))[0] == ""


def test_a_pipe_gets_nothing():
    done = subprocess.run([sys.executable, "-c", SLOW], capture_output=True, check=True)
    assert (done.stdout, done.stderr) == (b"ended\n", b"")


def test_what_is_known_is_said():
    class Now:
        """A progress with everything in it."""

        phase, phase_rows, fraction = "building the join", 41_200_000, 0.5
        rows, bytes_read, reserved, spilled = 1200, 3_000_000, 2_500_000_000, 1_000
        seconds, seconds_left = 75.2, 12.0

    assert words(Now()) == (
        "building the join: 41.2 M rows · 1.2 k rows out · 3 MB read · 2.5 GB reserved · 1 kB spilled · "
        "1 min 15 s · about 12 s left"
    )
    Now.seconds_left = 0.001
    assert "left" not in words(Now())


@pytest.mark.parametrize(("number", "text"), [(0, "0"), (999, "999"), (1_000, "1 k"), (41_200_000, "41.2 M")])
def test_rows_are_counted_as_people_do(number, text):
    assert count(number) == text


@pytest.mark.parametrize(("seconds", "text"), [(0.4, "0 s"), (59.4, "59 s"), (75, "1 min 15 s"), (7300, "2 h 1 min")])
def test_time_is_told_as_people_do(seconds, text):
    assert time(seconds) == text
