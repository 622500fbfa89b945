"""Hostile messages: each request gets one answer in plain words, and the kernel goes on."""

from kernel.front_end import FrontEnd
from kernel.hostile import Attack


def test_hostile_messages_harm_nobody(kernel: FrontEnd, listens: bool) -> None:
    attack = Attack(kernel, seed=1)
    for _ in range(2):
        attack.round(200)
    assert attack.faults == []
    assert sum(attack.answers.values()) > 200
