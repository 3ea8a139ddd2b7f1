#[grad(wrt(p))]
fn pair_energy(p: (f64, [f64; 2]), rows: &[[f64; 2]], n: usize) -> f64 {
    let mut sum = p.0;
    for i in 0..n {
        sum += geometry::distance::<2>(&rows[i], &p.1).powi(2);
    }
    sum
}

// ----

/// The value of `pair_energy` and its gradient by `p`.
///
/// The sweep itself allocates nothing.
#[allow(unused, unused_qualifications, non_snake_case)]
#[allow(clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
fn pair_energy_grad(
    p: (f64, [f64; 2]),
    rows: &[[f64; 2]],
    n: usize,
) -> (f64, (f64, [f64; 2])) {
    let (p_0, p_1) = p;
    let mut own_d_p_1: [f64; 2] = [0.0; 2];
    let d_p_1: &mut [f64; 2] = &mut own_d_p_1;
    let mut sum = p_0;
    for i in 0..n {
        let distance_2 = geometry::distance::<2>(&rows[i], &p_1);
        geometry::distance_vjp::<
            2,
        >(
            &rows[i],
            &p_1,
            2.0 * distance_2,
            ::core::option::Option::None,
            ::core::option::Option::Some(&mut *d_p_1),
        );
        sum += distance_2 * distance_2;
    }
    (sum, (1.0, own_d_p_1))
}
/// The value of `pair_energy`; overwrites the last arguments with its gradient by `p`.
///
/// The sweep itself allocates nothing.
#[allow(unused, unused_qualifications, non_snake_case)]
#[allow(clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
fn pair_energy_grad_into(
    p: (f64, [f64; 2]),
    rows: &[[f64; 2]],
    n: usize,
    d_p: &mut (f64, [f64; 2]),
) -> f64 {
    let (p_0, p_1) = p;
    let (d_p_0, d_p_1) = d_p;
    d_p_1.fill(0.0);
    let mut sum = p_0;
    for i in 0..n {
        let distance_2 = geometry::distance::<2>(&rows[i], &p_1);
        geometry::distance_vjp::<
            2,
        >(
            &rows[i],
            &p_1,
            2.0 * distance_2,
            ::core::option::Option::None,
            ::core::option::Option::Some(&mut *d_p_1),
        );
        sum += distance_2 * distance_2;
    }
    *d_p_0 = 1.0;
    sum
}
/// The value of `pair_energy`; adds `seed` times each partial to its slot, where one is given.
///
/// There is one slot for each parameter; those of constants take `None`.
///
/// The sweep itself allocates nothing.
#[track_caller]
#[allow(unused, unused_qualifications, non_snake_case)]
#[allow(clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
fn pair_energy_vjp(
    p: (f64, [f64; 2]),
    rows: &[[f64; 2]],
    n: usize,
    seed: f64,
    d_p: ::core::option::Option<&mut (f64, [f64; 2])>,
    d_rows: ::core::option::Option<&mut [[f64; 2]]>,
    d_n: ::core::option::Option<::core::convert::Infallible>,
) -> f64 {
    let (p_0, p_1) = p;
    let (d_p_0, d_p_1) = match d_p {
        ::core::option::Option::Some((d_p_0, d_p_1)) => {
            (::core::option::Option::Some(d_p_0), ::core::option::Option::Some(d_p_1))
        }
        ::core::option::Option::None => {
            (::core::option::Option::None, ::core::option::Option::None)
        }
    };
    let mut d_p_1 = d_p_1;
    if let ::core::option::Option::Some(d_rows) = &d_rows {
        ::core::assert_eq!(
            d_rows.len(), rows.len(), "the lengths of `d_rows` and `rows` differ"
        );
    }
    let mut d_rows = d_rows.map(|d_rows| &mut d_rows[..rows.len()]);
    let mut sum = p_0;
    for i in 0..n {
        let distance_2 = geometry::distance::<2>(&rows[i], &p_1);
        geometry::distance_vjp::<
            2,
        >(
            &rows[i],
            &p_1,
            2.0 * distance_2 * seed,
            if let ::core::option::Option::Some(d_rows) = d_rows.as_deref_mut() {
                ::core::option::Option::Some(&mut d_rows[i])
            } else {
                ::core::option::Option::None
            },
            if let ::core::option::Option::Some(d_p_1) = d_p_1.as_deref_mut() {
                ::core::option::Option::Some(d_p_1)
            } else {
                ::core::option::Option::None
            },
        );
        sum += distance_2 * distance_2;
    }
    if let ::core::option::Option::Some(d_p_0) = d_p_0 {
        *d_p_0 += seed;
    }
    sum
}
