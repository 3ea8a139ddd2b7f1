//! The functions of the table over a block of rows, for batch evaluation.

use super::helpers::call::*;
use super::{Function, lanes, table};

/// Turns the rows of `table.rs` into one `match`.
macro_rules! blocks {
    ($(
        $(#[$doc:meta])*
        $Name:ident = $name:ident $($text:literal)? ($($arg:ident $(: $kind:ident)?),*) $(-> $result:ident)? {
            rust: $rust:expr, c: $c:literal, latex: $latex:literal, domain: $domain:literal,
            partials: [$($partial:literal),*], cost: $cost:literal
            $(, exact: [$($at:literal => $value:literal),*])? $(, range: [$low:expr, $high:expr])? $(, helper: $helper:literal)? $(, lanes: $lanes:path)? $(,)?
        }
    )*) => {
        impl Function {
            /// The values over a block of rows: `out[i] = f(columns[0][i], ..)`. All columns are equally long.
            #[inline(always)]
            pub(crate) fn apply_block(self, columns: [&[f64]; 3], out: &mut [f64]) {
                match self {
                    $(Function::$Name => {
                        block!([$($lanes)?] columns, out, ($($arg $(: $kind)?),*) -> ($($result)?) $rust)
                    })*
                }
            }
        }
    };
}

/// One pass over a block: the hand-vectorised kernel where the row names one, else a loop over the `rust` cell, which the
/// compiler turns into vectors where it can. An integer argument is the same in all rows.
macro_rules! block {
    ([$lanes:path] $columns:ident, $out:ident, ($x:ident) -> () $rust:expr) => {
        $lanes($columns[0], $out)
    };
    ([$lanes:path] $columns:ident, $out:ident, ($x:ident, $y:ident) -> () $rust:expr) => {
        $lanes($columns[0], $columns[1], $out)
    };
    ([$lanes:path] $columns:ident, $out:ident, ($x:ident $(: bool)?, $y:ident, $z:ident) -> () $rust:expr) => {
        $lanes($columns[0], $columns[1], $columns[2], $out)
    };
    ([] $columns:ident, $out:ident, () -> ($($result:ident)?) $rust:expr) => {
        $out.fill(encode!($rust, $($result)?))
    };
    ([] $columns:ident, $out:ident, ($x:ident $(: $xk:ident)?) -> ($($result:ident)?) $rust:expr) => {
        for (out, &$x) in $out.iter_mut().zip($columns[0]) {
            let $x = decode!($x $($xk)?);
            *out = encode!($rust, $($result)?);
        }
    };
    ([] $columns:ident, $out:ident, ($x:ident, $n:ident: i32) -> () $rust:expr) => {{
        let $n = $columns[1].first().copied().unwrap_or_default() as i32;
        for (out, &$x) in $out.iter_mut().zip($columns[0]) {
            *out = $rust;
        }
    }};
    ([] $columns:ident, $out:ident, ($n:ident: i32, $x:ident) -> () $rust:expr) => {{
        let $n = $columns[0].first().copied().unwrap_or_default() as i32;
        for (out, &$x) in $out.iter_mut().zip($columns[1]) {
            *out = $rust;
        }
    }};
    ([] $columns:ident, $out:ident, ($x:ident $(: $xk:ident)?, $y:ident $(: $yk:ident)?) -> ($($result:ident)?) $rust:expr) => {
        for ((out, &$x), &$y) in $out.iter_mut().zip($columns[0]).zip($columns[1]) {
            let ($x, $y) = (decode!($x $($xk)?), decode!($y $($yk)?));
            *out = encode!($rust, $($result)?);
        }
    };
    ([] $columns:ident, $out:ident, ($x:ident $(: $xk:ident)?, $y:ident, $z:ident) -> ($($result:ident)?) $rust:expr) => {
        for (((out, &$x), &$y), &$z) in $out.iter_mut().zip($columns[0]).zip($columns[1]).zip($columns[2]) {
            let $x = decode!($x $($xk)?);
            *out = encode!($rust, $($result)?);
        }
    };
}

table::table!(blocks);
