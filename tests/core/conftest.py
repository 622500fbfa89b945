"""What the tests of the core share."""

import signal

import pytest

import pyrust as pr


@pytest.fixture(autouse=True)
def _interrupts_are_heard() -> None:
    """A shell starts a background job with SIGINT ignored, and Python then leaves it so."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def sales() -> pr.DataFrame:
    """A small frame with two groups, a null and a name in capitals."""
    return pr.DataFrame(
        {
            "Shop": ["x", "y", "x", "y"],
            "price": [1.5, 2.0, None, 4.0],
            "n": [1, 2, 3, -4],
        }
    )
