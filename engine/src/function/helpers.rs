//! stub
#![allow(missing_docs)]
macro_rules! stub { ($($f:ident($($a:ident: $t:ty),*);)*) => { $(pub fn $f($($a: $t),*) -> f64 { $(let _ = $a;)* f64::NAN })* } }
stub! { softplus(x: f64); leaky_relu(x: f64, a: f64); elu(x: f64, a: f64); logaddexp(a: f64, b: f64); sinc(x: f64); spherical_j(n: i32, x: f64); xlogy(x: f64, y: f64); erf(x: f64); erfc(x: f64); norm_cdf(x: f64); gamma(x: f64); ln_gamma(x: f64); digamma(x: f64); trigamma(x: f64); polygamma(n: i32, x: f64); }

pub(crate) struct Helper {
    pub name: &'static str,
    pub rust: &'static str,
    pub c: Option<&'static str>,
    pub needs: &'static [&'static str],
}

macro_rules! shim {
    ($($name:ident $rust:item $c:literal)*) => {
        $($rust)*
        static HELPERS: &[Helper] = &[$(Helper { name: stringify!($name), rust: SOURCES[Index::$name as usize], c: Some($c), needs: &[] }),*];
        #[allow(non_camel_case_types)]
        enum Index { $($name),* }
    };
}
const SOURCES: [&str; 4] = [
    "/// Logistic function.\nfn sigmoid(x: f64) -> f64 {\n    1.0 / (1.0 + (-x).exp())\n}\n",
    "/// -1, 0 or 1.\nfn sign(x: f64) -> f64 {\n    if x > 0.0 {\n        1.0\n    } else if x < 0.0 {\n        -1.0\n    } else {\n        x\n    }\n}\n",
    "/// `x` within the bounds.\nfn clamp(x: f64, lo: f64, hi: f64) -> f64 {\n    if x < lo {\n        lo\n    } else if x > hi {\n        hi\n    } else {\n        x\n    }\n}\n",
    "/// `max(x, 0)`.\nfn relu(x: f64) -> f64 {\n    if x > 0.0 { x } else { 0.0 }\n}\n",
];
shim! {
    sigmoid pub fn sigmoid(x: f64) -> f64 { 1.0 / (1.0 + (-x).exp()) } "/* Logistic function. */\nstatic double gradus_sigmoid(double x) {\n    return 1.0 / (1.0 + exp(-x));\n}\n"
    sign pub fn sign(x: f64) -> f64 { if x > 0.0 { 1.0 } else if x < 0.0 { -1.0 } else { x } } "static double gradus_sign(double x) {\n    return x > 0.0 ? 1.0 : x < 0.0 ? -1.0 : x;\n}\n"
    clamp pub fn clamp(x: f64, lo: f64, hi: f64) -> f64 { if x < lo { lo } else if x > hi { hi } else { x } } "static double gradus_clamp(double x, double lo, double hi) {\n    return x < lo ? lo : x > hi ? hi : x;\n}\n"
    relu pub fn relu(x: f64) -> f64 { if x > 0.0 { x } else { 0.0 } } "static double gradus_relu(double x) {\n    return x > 0.0 ? x : 0.0;\n}\n"
}

pub(crate) fn helper(name: &str) -> Option<&'static Helper> {
    HELPERS.iter().find(|h| h.name == name)
}

pub(crate) fn needed_in_rust(names: &[&str]) -> Vec<&'static Helper> {
    HELPERS.iter().filter(|h| names.contains(&h.name) && h.needs.is_empty()).collect()
}

pub(crate) fn needed_in_c(names: &[&str]) -> Vec<&'static Helper> {
    needed_in_rust(names).into_iter().filter(|h| h.c.is_some()).collect()
}
