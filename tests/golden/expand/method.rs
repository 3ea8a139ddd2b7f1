#[grad(wrt(t), name = slope)]
pub fn height(&self, t: f64, v: f64) -> f64 {
    self.h0 + v * t - self.g / 2.0 * t * t
}

// ----

/// The value of `height` and its derivative by `t`.
///
/// The sweep allocates nothing.
#[allow(unused, unused_qualifications, non_snake_case)]
#[allow(clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
pub fn slope(&self, t: f64, v: f64) -> (f64, f64) {
    let mut d_t: f64 = 0.0;
    let value = Self::slope_into(self, t, v, &mut d_t);
    (value, d_t)
}
/// The value of `height`; overwrites the last arguments with its derivative by `t`.
///
/// The sweep allocates nothing.
#[allow(unused, unused_qualifications, non_snake_case)]
#[allow(clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
pub fn slope_into(&self, t: f64, v: f64, d_t: &mut f64) -> f64 {
    *d_t = v - t * self.g;
    self.h0 + v * t - self.g / 2.0 * t * t
}
/// The value of `height`; adds `seed` times each partial to its slot, where one is given.
///
/// There is one slot for each parameter; those of constants take `None`.
///
/// The sweep allocates nothing.
#[allow(unused, unused_qualifications, non_snake_case)]
#[allow(clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
pub fn height_vjp(
    &self,
    t: f64,
    v: f64,
    seed: f64,
    d_self: ::core::option::Option<::core::convert::Infallible>,
    d_t: ::core::option::Option<&mut f64>,
    d_v: ::core::option::Option<&mut f64>,
) -> f64 {
    if let ::core::option::Option::Some(d_t) = d_t {
        *d_t += seed * (v - t * self.g);
    }
    if let ::core::option::Option::Some(d_v) = d_v {
        *d_v += t * seed;
    }
    self.h0 + v * t - self.g / 2.0 * t * t
}
