/// A rotation in the plane.
#[grad]
fn rotate<const N: usize>(points: [[f64; 2]; N], angle: f64) -> [[f64; 2]; N] {
    let (s, c) = angle.sin_cos();
    let mut out = [[0.0; 2]; N];
    for i in 0..N {
        out[i] = [c * points[i][0] - s * points[i][1], s * points[i][0] + c * points[i][1]];
    }
    out
}

// ----

/// The value of `rotate`; adds `seed` times each partial to its slot, where one is given.
///
/// `rotate`: A rotation in the plane.
///
/// There is one slot for each parameter; those of constants take `None`.
///
/// The sweep allocates nothing.
#[allow(unused, unused_qualifications, non_snake_case)]
#[allow(clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
fn rotate_vjp<const N: usize>(
    points: [[f64; 2]; N],
    angle: f64,
    seed: &[[f64; 2]; N],
    d_points: ::core::option::Option<&mut [[f64; 2]; N]>,
    d_angle: ::core::option::Option<&mut f64>,
) -> [[f64; 2]; N] {
    let mut d_points = d_points;
    let mut out = [[0.0; 2]; N];
    let mut d_out = [[0f64; 2]; N];
    let s = angle.sin();
    let c = angle.cos();
    for i in 0..N {
        let points_i_0 = points[i][0];
        let points_i_1 = points[i][1];
        let t1 = [c * points_i_0 - s * points_i_1, s * points_i_0 + c * points_i_1];
        out[i].copy_from_slice(&t1);
    }
    for (to, from) in d_out.iter_mut().zip(seed.iter()) {
        for (to, from) in to.iter_mut().zip(from.iter()) {
            *to += *from;
        }
    }
    let mut d_s: f64 = 0.0;
    let mut d_c: f64 = 0.0;
    for i in (0..N).rev() {
        let points_i_0 = points[i][0];
        let points_i_1 = points[i][1];
        let mut d_ = [0f64; 2];
        for (to, from) in d_.iter_mut().zip(d_out[i].iter()) {
            *to += *from;
        }
        d_out[i].fill(0.0);
        let t2 = d_[0];
        let t3 = d_[1];
        if let ::core::option::Option::Some(d_points) = d_points.as_deref_mut() {
            d_points[i][1] += c * t3 - s * t2;
            d_points[i][0] += s * t3 + c * t2;
        }
        d_s += points_i_0 * t3 - points_i_1 * t2;
        d_c += points_i_1 * t3 + points_i_0 * t2;
    }
    if let ::core::option::Option::Some(d_angle) = d_angle {
        *d_angle += c * d_s - s * d_c;
    }
    out
}
