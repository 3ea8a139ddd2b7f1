/// Smooths in place.
#[grad]
fn smooth(u: &mut [f64], k: f64, steps: usize) {
    for _ in 0..steps {
        for i in 1..u.len() - 1 {
            u[i] += k * (u[i - 1] - 2.0 * u[i] + u[i + 1]);
        }
    }
}

// ----

/// Calls `smooth`, then takes adjoints of what it has written back to what it was given.
///
/// `smooth`: Smooths in place.
///
/// There is one slot for each parameter; those of constants take `None`.
/// The slot of what is written to holds the adjoint of its final content, then that of its initial content.
///
/// The sweep keeps 8 bytes for each iteration of the loop over `i` and copies of `u` in a `Vec`.
#[track_caller]
#[allow(unused, unused_qualifications, non_snake_case)]
#[allow(clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
fn smooth_vjp(
    u: &mut [f64],
    k: f64,
    steps: usize,
    d_u: ::core::option::Option<&mut [f64]>,
    d_k: ::core::option::Option<&mut f64>,
    d_steps: ::core::option::Option<::core::convert::Infallible>,
) {
    if let ::core::option::Option::Some(d_u) = &d_u {
        ::core::assert_eq!(d_u.len(), u.len(), "the lengths of `d_u` and `u` differ");
    }
    let mut own_d_u: Vec<f64>;
    let d_u: &mut [f64] = match d_u {
        ::core::option::Option::Some(d_u) => d_u,
        ::core::option::Option::None => {
            own_d_u = vec![0.0; u.len()];
            &mut own_d_u
        }
    };
    let d_u = &mut d_u[..u.len()];
    let mut stack = Vec::<f64>::new();
    for _ in 0..steps {
        stack.extend_from_slice(&u);
        let t1 = u.len() - 1;
        for i in 1..t1 {
            u[i] += k * (u[i - 1] - 2.0 * u[i] + u[i + 1]);
        }
    }
    let mut u_2 = vec![0f64; u.len()];
    u_2.copy_from_slice(u);
    let mut d_k_2: f64 = 0.0;
    for _ in (0..steps).rev() {
        let at = stack.len() - u.len();
        u.copy_from_slice(&stack[at..]);
        stack.truncate(at);
        let t1 = u.len() - 1;
        for i in 1..t1 {
            let t2 = u[i - 1] - 2.0 * u[i] + u[i + 1];
            u[i] += k * t2;
            stack.push(t2);
        }
        let mut d_k_3: f64 = 0.0;
        for i in (1..t1).rev() {
            let t3 = stack.pop().unwrap_or_default();
            let t4 = d_u[i];
            let t5 = k * t4;
            d_u[i + 1] += t5;
            d_u[i] -= 2.0 * t5;
            d_u[i - 1] += t5;
            d_k_3 += t3 * t4;
        }
        d_k_2 += d_k_3;
    }
    u.copy_from_slice(&u_2);
    if let ::core::option::Option::Some(d_k) = d_k {
        *d_k += d_k_2;
    }
}
