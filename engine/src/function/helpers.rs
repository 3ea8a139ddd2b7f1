//! stub
#![allow(missing_docs)]
macro_rules! stub { ($($f:ident($($a:ident: $t:ty),*);)*) => { $(pub fn $f($($a: $t),*) -> f64 { $(let _ = $a;)* f64::NAN })* } }
stub! { sign(x: f64); clamp(x: f64, lo: f64, hi: f64); sigmoid(x: f64); softplus(x: f64); relu(x: f64); leaky_relu(x: f64, a: f64); elu(x: f64, a: f64); logaddexp(a: f64, b: f64); sinc(x: f64); spherical_j(n: i32, x: f64); xlogy(x: f64, y: f64); erf(x: f64); erfc(x: f64); norm_cdf(x: f64); gamma(x: f64); ln_gamma(x: f64); digamma(x: f64); trigamma(x: f64); polygamma(n: i32, x: f64); }
