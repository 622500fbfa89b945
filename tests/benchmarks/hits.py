"""A wide table of page views like ClickBench's: what its columns hold is made up, how they are distributed is alike.

A few values are seen very often and most of them rarely; strings are long, of two alphabets, and often empty.
"""

from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.generated import chunks, write

SYLLABLES = ["ka", "lo", "mi", "ne", "ru", "sta", "vo", "zi", "пра", "де", "ли", "бо", "тур", "ча", "га", "фон"]
MODELS = 160
FIRST_DAY = 15_887  # 2013-07-01


def make(folder: Path, rows: int) -> None:
    """Write the table hits."""
    write(folder / "hits.parquet", (_part(np.random.default_rng([62, n]), rows, size) for n, size in chunks(rows)))


def _part(random: Any, rows: int, size: int) -> Any:
    """Some of the rows, as a table."""
    import pyarrow as pa

    def skewed(most: int, power: float) -> Any:
        """Numbers below `most`, the small ones oftener the higher the power is."""
        return (most * random.random(size) ** power).astype(np.int64)

    def rarely(share: float, values: Any) -> Any:
        return np.where(random.random(size) < share, values, 0)

    user, page, referer = skewed(rows // 6, 2), skewed(rows // 5, 3), skewed(rows // 5, 4)
    phrase = rarely(0.15, 1 + skewed(rows // 16, 3))
    model = rarely(0.05, 1 + skewed(MODELS, 2))
    second = FIRST_DAY * 86_400 + random.integers(0, 31 * 86_400, size)
    columns = {
        "watch_id": _scattered(random.integers(0, 1 << 62, size)),
        "event_time": pa.array(second * 1_000_000, pa.timestamp("us")),
        "event_date": pa.array((second // 86_400).astype(np.int32), pa.date32()),
        "user_id": _scattered(user),
        "counter_id": skewed(6_000, 4).astype(np.int32),
        "client_ip": _scattered(user // 2 * 7 + random.integers(0, 3, size)).astype(np.int32),
        "region_id": skewed(9_000, 4).astype(np.int32),
        "url": _address(page),
        "title": _words(page // 2, 5),
        "referer": _address(np.where(random.random(size) < 0.2, -1, referer)),
        "url_hash": _scattered(page),
        "referer_hash": _scattered(referer),
        "search_phrase": _words(phrase, 3),
        "search_engine_id": np.where(phrase > 0, 1 + skewed(30, 3), 0).astype(np.int16),
        "adv_engine_id": rarely(0.006, 1 + skewed(18, 2)).astype(np.int16),
        "mobile_phone": (model % 40).astype(np.int16),
        "mobile_phone_model": _words(model, 2),
    }
    for name, most in (("resolution_width", 2_500), ("resolution_height", 1_500), ("window_width", 2_400), ("age", 90)):
        columns[name] = skewed(most, 0.5).astype(np.int16)
    for name in ("is_refresh", "is_link", "is_download", "dont_count_hits", "is_mobile", "is_robot", "has_goals"):
        columns[name] = rarely(0.1, 1).astype(np.int16)
    return pa.table(columns)


def _scattered(numbers: Any) -> Any:
    """Other numbers of 64 bits, one for each: identifiers do not stand in a row."""
    mixed = numbers.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    return (mixed ^ (mixed >> np.uint64(29))).astype(np.int64)


def _words(numbers: Any, length: int) -> Any:
    """So many words for each number, made of syllables that its digits choose; none for 0."""
    import pyarrow as pa
    import pyarrow.compute as pc

    base = len(SYLLABLES)
    known = pa.array([first + second + third for first in SYLLABLES for second in SYLLABLES for third in SYLLABLES])
    # the lowest digits name the number, so that no two are alike; those of the other words follow from them
    parts = [
        known.take(pa.array((numbers >> 12 * (place % 2)) * (1 + place // 2) % base**3)) for place in range(length)
    ]
    text = pc.binary_join_element_wise(*parts, " ")
    return pc.if_else(pa.array(numbers == 0), "", text)


def _address(numbers: Any) -> Any:
    """An address for each number; none for -1."""
    import pyarrow as pa
    import pyarrow.compute as pc

    hosts = pa.array([f"{'google' if n % 211 == 7 else 'www' if n % 3 else 'news'}.host{n}.ru" for n in range(1_000)])
    sections = pa.array([f"catalogue/{a}{b}/section" for a in SYLLABLES for b in SYLLABLES])
    host = hosts.take(pa.array(numbers % 1_000))
    section = sections.take(pa.array(numbers // 7 % len(sections)))
    page = pc.binary_join_element_wise("page-", pc.cast(pa.array(numbers), pa.string()), "")
    text = pc.binary_join_element_wise("ht" + "tp:/", host, section, page, "index.html?from=search", "/")
    return pc.if_else(pa.array(numbers < 0), "", text)
