"""Arguments that no function expects: the edges of every type, as constants and as columns of three rows."""

KINDS = {
    "whole": [
        "0", "1", "-1", "2", "5", "10000000000000", "9223372036854775807", "-9223372036854775808",
        "18446744073709551615",
        "cast(127 as tinyint)", "cast(-32768 as smallint)", "cast(0 as int unsigned)", "i", "u",
    ],
    "float": ["0.5", "-0.0", "cast('nan' as double)", "cast('inf' as double)", "cast('-inf' as float)", "1e308", "f"],
    "decimal": [
        "cast('99999999999999999999999999999999999999' as decimal(38,0))", "cast('0.0001' as decimal(10,4))", "d", "w",
    ],
    "text": [
        "''", "'a'", "'é💥e\u0301'", "'%'", "'(?P<x>['", "'\\\\'", "'g'", "'zz'", "'2024-02-30'",
        "'Europe/Berlin'", "'day'",
        "repeat('ab', 5000)", "repeat('💥', 300)", "arrow_cast('x', 'Dictionary(Int32, Utf8)')",
        "arrow_cast('x', 'LargeUtf8')", "arrow_cast('x', 'Utf8View')", "s", "v", "kind",
    ],
    "bytes": ["x''", "x'ff00'", "cast(s as bytea)"],
    "choice": ["true", "false", "b", "null"],
    "moment": [
        "date '0001-01-01'", "date '9999-12-31'", "timestamp '1677-09-21 00:12:43'", "timestamp '2262-04-11 23:47:16'",
        "cast('12:34:56' as time)", "arrow_cast(1, 'Timestamp(Nanosecond, Some(\"+02:00\"))')", "day", "moment", "time",
    ],
    "span": [
        "interval '1 month -1 day'", "interval '0 days'", "interval '178000000 years'",
        "arrow_cast(1, 'Duration(Second)')",
        "arrow_cast(9223372036854775807, 'Duration(Nanosecond)')", "span",
    ],
    "list": [
        "[1, null, 3]", "[]", "[[1], null, []]", "['a', null]", "[0.5, cast('nan' as double)]",
        "list", "nested", "fixed",
        "arrow_cast([1, 2], 'FixedSizeList(2, Int64)')", "arrow_cast([1, 2], 'LargeList(Int32)')",
    ],
    "pair": ["named_struct('a', 1, 'b', null)", "map(['k'], [1])", "pair"],
}  # fmt: skip

# For regular shapes of calls beside plain ones.
SHAPES = {
    "scalar": ["select {call} as x from t"],
    "aggregate": [
        "select {call} as x from t",
        "select i, {call} as x from t group by i",
        "select {call} over (order by i rows between 1 preceding and current row) as x from t",
        "select {ordered} as x from t group by i",
        "select {call} filter (where i > 0) as x from t",
    ],
    "window": [
        "select {call} over () as x from t",
        "select {call} over (partition by b order by i) as x from t",
        "select {call} over (order by i rows between 18446744073709551615 preceding and 1 following) as x from t",
        "select {call} ignore nulls over (order by i) as x from t",
    ],
}
