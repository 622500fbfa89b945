"""The types of Arrow and of narwhals, both ways.

A frame tells its types as an Arrow schema, which pyarrow reads; a cast names its type in DataFusion's own spelling of
Arrow types.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyrust.narwhals.base import Version, refuse

if TYPE_CHECKING:
    import pyarrow as pa
    from narwhals.dtypes import DType
    from narwhals.typing import IntoDType

_SIMPLE = {
    "bool": "Boolean",
    "int8": "Int8",
    "int16": "Int16",
    "int32": "Int32",
    "int64": "Int64",
    "uint8": "UInt8",
    "uint16": "UInt16",
    "uint32": "UInt32",
    "uint64": "UInt64",
    "halffloat": "Float16",
    "float": "Float32",
    "double": "Float64",
    "string": "String",
    "large_string": "String",
    "string_view": "String",
    "binary": "Binary",
    "large_binary": "Binary",
    "binary_view": "Binary",
    "date32[day]": "Date",
    "time32[s]": "Time",
    "time32[ms]": "Time",
    "time64[us]": "Time",
    "time64[ns]": "Time",
}
"""Arrow types without parameters, as pyarrow writes them, and narwhals' name."""

_CASTS = {
    "Boolean": "Boolean",
    "Float16": "Float16",
    "Float32": "Float32",
    "Float64": "Float64",
    "String": "Utf8",
    "Binary": "Binary",
    "Date": "Date32",
    "Time": "Time64(ns)",
    "Categorical": "Dictionary(UInt32, Utf8)",
    **{f"{sign}{bits}": f"{sign}{bits}" for sign in ("Int", "UInt") for bits in (8, 16, 32, 64)},
}
"""narwhals' types without parameters, and DataFusion's name."""


def to_narwhals(arrow: pa.DataType, version: Version) -> DType:
    """Give the narwhals type of an Arrow type; `Unknown` where narwhals has none."""
    import pyarrow as pa

    dtypes = version.dtypes
    if simple := _SIMPLE.get(str(arrow)):
        return getattr(dtypes, simple)()  # type: ignore[no-any-return]
    kinds = pa.types
    if kinds.is_timestamp(arrow):
        return dtypes.Datetime(arrow.unit, arrow.tz)
    if kinds.is_duration(arrow):
        return dtypes.Duration(arrow.unit)
    if kinds.is_decimal(arrow):
        return dtypes.Decimal(arrow.precision, arrow.scale) if arrow.precision <= 38 else dtypes.Unknown()
    if kinds.is_dictionary(arrow):
        return dtypes.Categorical()
    if kinds.is_fixed_size_binary(arrow):
        return dtypes.Binary()
    if kinds.is_struct(arrow):
        return dtypes.Struct([dtypes.Field(field.name, to_narwhals(field.type, version)) for field in arrow])
    if kinds.is_map(arrow):
        return dtypes.Map(to_narwhals(arrow.key_type, version), to_narwhals(arrow.item_type, version))
    if kinds.is_fixed_size_list(arrow):
        return dtypes.Array(to_narwhals(arrow.value_type, version), arrow.list_size)
    if kinds.is_list(arrow) or kinds.is_large_list(arrow) or kinds.is_list_view(arrow):
        return dtypes.List(to_narwhals(arrow.value_type, version))
    return dtypes.Unknown()


def to_arrow(dtype: IntoDType, version: Version) -> str:
    """Give the Arrow type of a narwhals type, as DataFusion writes it.

    What DataFusion has no type for is refused: `Int128`, `Enum`, `Object`.
    """
    # A class stands for its instance with the default parameters, where it has them.
    name = dtype.base_type().__name__
    if simple := _CASTS.get(name):
        return simple
    known: Any = dtype() if isinstance(dtype, type) and name in ("Datetime", "Duration", "Decimal") else dtype
    match name:
        case "Datetime":
            zone = f', "{known.time_zone}"' if known.time_zone else ""
            return f"Timestamp({known.time_unit}{zone})"
        case "Duration":
            return f"Duration({known.time_unit})"
        case "Decimal":
            return f"Decimal128({known.precision}, {known.scale})"
        case "List":
            return f"List({to_arrow(known.inner, version)})"
        case "Array":
            return f"FixedSizeList({known.size}, {to_arrow(known.inner, version)})"
        case "Struct":
            fields = (f'"{field.name}": {to_arrow(field.dtype, version)}' for field in known.fields)
            return f"Struct({', '.join(fields)})"
        case "Map":
            key, value = to_arrow(known.key, version), to_arrow(known.value, version)
            return f'Map("entries": non-null Struct("key": non-null {key}, "value": {value}), unsorted)'
    return refuse(f"cast({name})", "Arrow's types and DataFusion's have none for it.")
