//! The functions that `std` lacks. Each file of `helpers/` is compiled here and emitted as it is beside generated code.

/// One function as text.
pub(crate) struct Helper {
    pub name: &'static str,
    /// Rust source of `fn <name>`.
    pub rust: &'static str,
    /// C99 source of `static double gradus_<name>`, to stand below `#include <math.h>`; `None` where `math.h` has it.
    pub c: Option<&'static str>,
    /// The helpers that it calls itself; those that `math.h` has are called by their C name.
    pub needs: &'static [&'static str],
}

/// The helper called `name`.
#[cfg(test)]
pub(crate) fn helper(name: &str) -> Option<&'static Helper> {
    HELPERS.iter().find(|h| h.name == name)
}

/// The helpers to emit, in order and each once, for Rust code that calls those in `names`.
pub(crate) fn needed_in_rust(names: &[&str]) -> Vec<&'static Helper> {
    needed(names, |_| true)
}

/// The helpers to emit, in order and each once, for C code that calls those in `names`.
pub(crate) fn needed_in_c(names: &[&str]) -> Vec<&'static Helper> {
    needed(names, |h| h.c.is_some())
}

fn needed(names: &[&str], emitted: fn(&Helper) -> bool) -> Vec<&'static Helper> {
    let mut wanted: Vec<&str> = names.to_vec();
    let mut found = Vec::new();
    // callees stand above their callers
    for h in HELPERS.iter().rev().filter(|h| emitted(h)) {
        if wanted.contains(&h.name) {
            wanted.extend(h.needs);
            found.push(h);
        }
    }
    found.reverse();
    found
}

macro_rules! c_source {
    ($name:ident c99) => {
        None
    };
    ($name:ident c) => {
        Some(include_str!(concat!("helpers/", stringify!($name), ".c")))
    };
}

macro_rules! helpers {
    ($($name:ident($($arg:ident: $type:ty),*) -> $result:ty, $c:ident, [$($need:ident),*];)*) => {
        $(include!(concat!("helpers/", stringify!($name), ".rs"));)*

        /// The same functions for callers in Rust.
        #[allow(dead_code)] // some serve other helpers only
        pub(crate) mod call {
            $(#[inline] pub(crate) fn $name($($arg: $type),*) -> $result { super::$name($($arg),*) })*
        }

        const HELPERS: &[Helper] = &[$(Helper {
            name: stringify!($name),
            rust: include_str!(concat!("helpers/", stringify!($name), ".rs")),
            c: c_source!($name $c),
            needs: &[$(stringify!($need)),*],
        }),*];
    };
}

// Callees stand above their callers. `c99`: `math.h` has the function, perhaps under another name.
helpers! {
    rational(x: f64, p: &[f64], q: &[f64]) -> f64, c, [];
    sin_pi(x: f64) -> f64, c, [];
    erfc(x: f64) -> f64, c99, [rational];
    erf(x: f64) -> f64, c99, [erfc];
    ln_gamma(x: f64) -> f64, c99, [rational, sin_pi];
    gamma(x: f64) -> f64, c99, [rational, sin_pi];
    digamma(x: f64) -> f64, c, [rational];
    trigamma(x: f64) -> f64, c, [rational, sin_pi];
    polygamma(n: i32, x: f64) -> f64, c, [digamma, trigamma];
    sinc(x: f64) -> f64, c, [];
    spherical_j(n: i32, x: f64) -> f64, c, [sinc];
    sigmoid(x: f64) -> f64, c, [];
    softplus(x: f64) -> f64, c, [];
    logaddexp(a: f64, b: f64) -> f64, c, [];
    xlogy(x: f64, y: f64) -> f64, c, [];
    norm_cdf(x: f64) -> f64, c, [erfc];
    elu(x: f64, a: f64) -> f64, c, [];
    leaky_relu(x: f64, a: f64) -> f64, c, [];
    relu(x: f64) -> f64, c, [];
    sign(x: f64) -> f64, c, [];
    clamp(x: f64, lo: f64, hi: f64) -> f64, c, [];
}

#[cfg(test)]
mod tests;
