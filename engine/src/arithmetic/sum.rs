//! `sum` of integers, durations and decimals, computed in 128 bits, or in 256 where the values have as many
//! ([`super::wide`]). A total that does not fit the type is an error; partial sums may exceed it, so neither the order
//! of the rows nor their partitions matter.

use arrow::datatypes::{
    DECIMAL128_MAX_PRECISION, DataType, Decimal32Type, Decimal64Type, Decimal128Type, DurationMicrosecondType,
    DurationMillisecondType, DurationNanosecondType, DurationSecondType, Field, FieldRef, Int64Type, TimeUnit,
    UInt64Type,
};
use datafusion::common::not_impl_err;
use datafusion::error::Result;
use datafusion::functions_aggregate::sum::Sum;
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::utils::{AggregateOrderSensitivity, format_state_name};
use datafusion::logical_expr::{
    Accumulator, AggregateUDFImpl, GroupsAccumulator, ReversedUDAF, SetMonotonicity, Signature,
};

use super::groups::SumGroupsAccumulator;
use super::total::{DistinctTotal, SumAccumulator};
use super::wide::{WideTotal, WideTotals};

/// The type of the state: Arrow's 128-bit integer. The largest sum of 2^62 rows has 38 digits.
pub(super) const STATE: DataType = DataType::Decimal128(DECIMAL128_MAX_PRECISION, 0);

/// DataFusion's `sum`, with another accumulator.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct CheckedSum {
    plain: Sum,
}

macro_rules! typed {
    ($data_type:expr, $make:ident) => {
        match $data_type {
            DataType::Int64 => $make!(Int64Type),
            DataType::UInt64 => $make!(UInt64Type),
            DataType::Decimal32(..) => $make!(Decimal32Type),
            DataType::Decimal64(..) => $make!(Decimal64Type),
            DataType::Decimal128(..) => $make!(Decimal128Type),
            DataType::Duration(TimeUnit::Second) => $make!(DurationSecondType),
            DataType::Duration(TimeUnit::Millisecond) => $make!(DurationMillisecondType),
            DataType::Duration(TimeUnit::Microsecond) => $make!(DurationMicrosecondType),
            DataType::Duration(TimeUnit::Nanosecond) => $make!(DurationNanosecondType),
            other => not_impl_err!("a checked sum of {other}"),
        }
    };
}

impl CheckedSum {
    pub(super) fn new() -> Self {
        Self { plain: Sum::new() }
    }

    /// Returns whether values of this type are added here; others are left to DataFusion.
    pub(super) fn can_add(data_type: &DataType) -> bool {
        use DataType::{Decimal32, Decimal64, Decimal128, Decimal256, Duration, Int64, UInt64};
        let decimal = matches!(data_type, Decimal32(..) | Decimal64(..) | Decimal128(..) | Decimal256(..));
        decimal || matches!(data_type, Int64 | UInt64 | Duration(_))
    }
}

impl AggregateUDFImpl for CheckedSum {
    // DataFusion's name: optimizer rules know by it that a sum of sums is the sum.
    fn name(&self) -> &str {
        self.plain.name()
    }

    fn signature(&self) -> &Signature {
        self.plain.signature()
    }

    fn return_type(&self, arg_types: &[DataType]) -> Result<DataType> {
        self.plain.return_type(arg_types)
    }

    fn accumulator(&self, args: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        let data_type = args.return_field.data_type();
        if matches!(data_type, DataType::Decimal256(..)) {
            return Ok(Box::new(WideTotal::new(data_type, args.is_distinct)));
        }
        macro_rules! make {
            ($type:ty) => {
                Ok(if args.is_distinct {
                    Box::new(DistinctTotal::<$type>::new(data_type)) as Box<dyn Accumulator>
                } else {
                    Box::new(SumAccumulator::<$type>::new(data_type))
                })
            };
        }
        typed!(data_type, make)
    }

    fn create_sliding_accumulator(&self, args: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        self.accumulator(args)
    }

    fn state_fields(&self, args: StateFieldsArgs) -> Result<Vec<FieldRef>> {
        let field = if args.is_distinct {
            let item = Field::new_list_field(args.return_type().clone(), true);
            Field::new_list(format_state_name(args.name, "sum distinct"), item, false)
        } else {
            let state =
                if matches!(args.return_type(), DataType::Decimal256(..)) { args.return_type() } else { &STATE };
            Field::new(format_state_name(args.name, "sum"), state.clone(), true)
        };
        Ok(vec![field.into()])
    }

    fn groups_accumulator_supported(&self, args: AccumulatorArgs) -> bool {
        !args.is_distinct
    }

    fn create_groups_accumulator(&self, args: AccumulatorArgs) -> Result<Box<dyn GroupsAccumulator>> {
        let data_type = args.return_field.data_type();
        if matches!(data_type, DataType::Decimal256(..)) {
            return Ok(Box::new(WideTotals::new(data_type)));
        }
        macro_rules! make {
            ($type:ty) => {
                Ok(Box::new(SumGroupsAccumulator::<$type>::new(data_type)) as Box<dyn GroupsAccumulator>)
            };
        }
        typed!(data_type, make)
    }

    fn reverse_expr(&self) -> ReversedUDAF {
        ReversedUDAF::Identical
    }

    fn order_sensitivity(&self) -> AggregateOrderSensitivity {
        AggregateOrderSensitivity::Insensitive
    }

    fn set_monotonicity(&self, data_type: &DataType) -> SetMonotonicity {
        self.plain.set_monotonicity(data_type)
    }
}
