//! Arrays by value in variables, tuples, structs and closures: each has its own.

mod support;

use gradus::grad;
use std::hint::black_box;
use support::numeric;
use support::written::check_number;

/// Functions of one number, and a test that calls them all.
macro_rules! functions {
    ($($f:ident $grad:ident ($x:ident) $body:block)*) => {
        $(#[grad]
        #[allow(clippy::all, unused_mut, unused_assignments)]
        fn $f($x: f64) -> f64 $body)*

        #[test]
        fn nobody_changes_what_another_holds() {
            for x in [0.7, 1.2, -0.4] {
                $(check_number(stringify!($f), x, $f, $grad(black_box(x)));)*
            }
        }
    };
}

#[derive(Clone, Copy)]
struct S {
    a: [f64; 2],
    k: f64,
}

functions! {
    a_copy_of_a_struct a_copy_of_a_struct_grad(x) {
        let s = S { a: [x, 2.0], k: 1.0 };
        let mut t = s;
        t.a[0] = 5.0 * x;
        t.k = x;
        s.a[0] * 10.0 + t.a[0] + t.k * s.k
    }
    a_clone_of_a_struct a_clone_of_a_struct_grad(x) {
        let s = S { a: [x, 2.0], k: 1.0 };
        let mut t = s.clone();
        t.a[1] *= x;
        s.a[1] * 10.0 + t.a[1]
    }
    an_array_in_a_struct an_array_in_a_struct_grad(x) {
        let arr = [x, 2.0];
        let mut s = S { a: arr, k: 1.0 };
        s.a[0] = 7.0;
        arr[0] * x + s.a[0] * x
    }
    a_struct_of_an_array a_struct_of_an_array_grad(x) {
        let mut arr = [x, 2.0];
        let s = S { a: arr, k: 1.0 };
        arr[0] = 7.0;
        s.a[0] * x + arr[0] * x
    }
    a_tuple_of_an_array a_tuple_of_an_array_grad(x) {
        let mut arr = [x, 2.0];
        let p = (arr, 1.0);
        arr[0] = 7.0;
        p.0[0] * x + arr[0] * x
    }
    a_copy_of_a_tuple a_copy_of_a_tuple_grad(x) {
        let p = ([x, 2.0], 1.0);
        let mut q = p;
        q.0[0] = 9.0;
        p.0[0] * x + q.0[0] * x
    }
    assigned_to_a_struct assigned_to_a_struct_grad(x) {
        let s = S { a: [x, 2.0], k: 1.0 };
        let mut t = S { a: [1.0, x], k: x };
        t = s;
        t.a[0] = 5.0 * x;
        s.a[0] * 10.0 + t.a[0]
    }
    changed_after_a_copy changed_after_a_copy_grad(x) {
        let mut s = S { a: [x, 2.0], k: 1.0 };
        let t = s;
        s.a[0] = 5.0 * x;
        t.a[0] * 10.0 + s.a[0]
    }
    taken_apart taken_apart_grad(x) {
        let mut s = (1.0, [x, 2.0]);
        let (k, a) = s;
        s.1[0] = 5.0 * x;
        a[0] * 10.0 + s.1[0] * k
    }
    handed_to_a_closure handed_to_a_closure_grad(x) {
        let mut a = [x, 2.0];
        let f = |b: [f64; 2]| {
            let mut b = b;
            b[0] *= 2.0;
            b[0]
        };
        let y = f(a);
        a[0] + y * 3.0
    }
    the_rest_of_another the_rest_of_another_grad(x) {
        let mut s = S { a: [x, 2.0], k: 1.0 };
        let t = S { k: 3.0 * x, ..s };
        s.a[0] = 5.0 * x;
        t.a[0] * t.k + s.a[0]
    }
    a_parameter_of_a_closure a_parameter_of_a_closure_grad(x) {
        let mut s = S { a: [x, 2.0], k: 1.0 };
        let f = |mut q: S| {
            q.a[0] *= 2.0;
            q.a[0] + q.k
        };
        let y = f(s);
        s.a[0] + y
    }
    a_field_by_value a_field_by_value_grad(x) {
        let mut s = S { a: [x, 2.0], k: 1.0 };
        let a = s.a;
        s.a[0] = 5.0 * x;
        a[0] * 10.0 + s.a[0]
    }
    in_an_option in_an_option_grad(x) {
        let mut s = S { a: [x, 2.0], k: 1.0 };
        let t = Some(s.a);
        s.a[0] = 5.0 * x;
        t.unwrap()[0] * 10.0 + s.a[0]
    }
    in_a_list in_a_list_grad(x) {
        let mut a = [x, 2.0];
        let v = vec![a, a];
        a[0] = 3.0 * x;
        v[0][0] * 10.0 + a[0]
    }
    pushed pushed_grad(x) {
        let mut hist = Vec::new();
        let mut a = [x, 2.0];
        for _ in 0..3 {
            hist.push(a);
            a[0] *= x;
        }
        hist[0][0] + hist[2][0] * a[0]
    }
    exchanged_arrays exchanged_arrays_grad(x) {
        let mut a = [x, 2.0];
        let mut b = [3.0, x * x];
        (a, b) = (b, a);
        a[1] *= 2.0;
        a[0] * 10.0 + a[1] + b[0] * 7.0
    }
    handed_to_a_function handed_to_a_function_grad(x) {
        fn inner(mut b: [f64; 2]) -> f64 {
            b[0] *= 2.0;
            b[0]
        }
        let a = [x, 2.0];
        let y = inner(a);
        let mut c = [x * x, 1.0];
        let z = inner(c);
        c[1] = z;
        a[0] * 10.0 + y + c[0] + c[1]
    }
    exchanged_parts exchanged_parts_grad(x) {
        let mut p = ([x, 1.0], [2.0, x]);
        p = (p.1, p.0);
        p.0[0] += x;
        p.0[0] * 10.0 + p.1[0] + p.0[1]
    }
    swapped swapped_grad(x) {
        let mut s = S { a: [x, 2.0], k: 1.0 };
        let mut t = S { a: [1.0, 3.0 * x], k: 2.0 };
        std::mem::swap(&mut s, &mut t);
        s.a[0] += x;
        s.a[0] * 10.0 + t.a[0] + s.k * t.a[1]
    }
    replaced replaced_grad(x) {
        let mut s = S { a: [x, 2.0], k: 1.0 };
        let old = std::mem::replace(&mut s, S { a: [5.0 * x, 1.0], k: x });
        old.a[0] * 10.0 + s.a[0] + s.k
    }
    moved_into_a_closure moved_into_a_closure_grad(x) {
        let mut s = S { a: [x, 2.0], k: 1.0 };
        let f = move || s.a[0] * 2.0;
        s.a[0] = 5.0 * x;
        f() + s.a[0]
    }
    cloned_lists cloned_lists_grad(x) {
        struct V {
            v: Vec<f64>,
        }
        let s = V { v: vec![x, 2.0] };
        let mut w = s.v.clone();
        w[0] = 7.0 * x;
        let mut u = V { v: s.v };
        u.v[1] *= x;
        w[0] + u.v[0] * u.v[1]
    }
    the_best_so_far the_best_so_far_grad(x) {
        let mut best = ([0.0; 2], f64::MAX);
        let mut cur = [x, 1.0];
        for _ in 0..4 {
            let e = (cur[0] - 0.93).powi(2);
            if e < best.1 {
                best = (cur, e);
            }
            cur[0] += 0.17;
            cur[1] *= x;
        }
        best.0[0] * best.0[1] + best.1
    }
    the_one_before the_one_before_grad(x) {
        let mut s = S { a: [x, 2.0], k: 1.0 };
        for _ in 0..3 {
            let prev = s;
            s.a[0] = prev.a[1] * x;
            s.a[1] = prev.a[0];
        }
        s.a[0] + s.a[1] * 3.0
    }
    the_array_before the_array_before_grad(x) {
        let mut s = [x, 2.0];
        for _ in 0..3 {
            let prev = s;
            s[0] = prev[1] * x;
            s[1] = prev[0];
        }
        s[0] + s[1] * 3.0
    }
    steps steps_grad(x) {
        let step = |mut q: [f64; 2]| {
            q[0] += x;
            q
        };
        let a = [x, 1.0];
        let b = step(a);
        let c = step(b);
        a[0] + 10.0 * b[0] + 100.0 * c[0]
    }
    steps_of_tuples steps_of_tuples_grad(x) {
        let step = |mut q: ([f64; 2], f64)| {
            q.0[0] += x;
            q.1 *= 2.0;
            q
        };
        let a = ([x, 1.0], x);
        let b = step(a);
        let c = step(b);
        a.0[0] + 10.0 * b.0[0] + 100.0 * c.0[0] + c.1
    }
    one_array_twice one_array_twice_grad(x) {
        let a = [x, 1.0];
        let (mut b, c) = (a, a);
        b[0] = 4.0 * x;
        a[0] + b[0] * c[0]
    }
    rows rows_grad(x) {
        let mut m = [[x, 1.0], [2.0, x]];
        let r = m[0];
        m[0][0] = 9.0 * x;
        let mut r2 = m[1];
        r2[0] = x;
        r[0] + m[1][0] * r2[0] + m[0][0]
    }
    looked_at_by_if_let looked_at_by_if_let_grad(x) {
        let mut a = [x, 1.0];
        let o = Some(a);
        a[0] = 4.0 * x;
        if let Some(v) = o { v[0] * 10.0 + a[0] } else { 0.0 }
    }
    of_a_branch of_a_branch_grad(x) {
        let mut a = [x, 1.0];
        let b = if x > 0.0 { a } else { [0.0; 2] };
        a[0] = 4.0 * x;
        b[0] * 10.0 + a[0]
    }
    of_a_block of_a_block_grad(x) {
        let mut a = [x, 1.0];
        let b = {
            let c = a;
            c
        };
        a[0] = 4.0 * x;
        b[0] * 10.0 + a[0]
    }
    of_a_match_and_a_loop of_a_match_and_a_loop_grad(x) {
        let mut a = [x, 1.0];
        let b = match 3 {
            3 => a,
            _ => [0.0; 2],
        };
        a[0] = 4.0 * x;
        let c = loop {
            break a;
        };
        a[0] *= 2.0;
        b[0] * 10.0 + a[0] + c[0]
    }
    folded folded_grad(x) {
        let id = |v: [f64; 2]| v;
        let mut a = [x, 1.0];
        let b = id(a);
        a[0] = 4.0 * x;
        let r = (0..2).fold(a, |mut acc, i| {
            acc[0] += i as f64 * x;
            acc
        });
        b[0] * 10.0 + a[0] + r[0]
    }
}

/// The same for functions of slices.
macro_rules! functions_of_slices {
    ($($f:ident $grad:ident ($x:ident) $body:block)*) => {
        $(#[grad]
        #[allow(clippy::all, unused_mut, unused_assignments)]
        fn $f($x: &[f64]) -> f64 $body)*

        #[test]
        fn lists_that_are_assigned_anew() {
            let x = [0.71, 0.22, 0.43, 0.96];
            $(check_slice(stringify!($f), &x, $f, $grad(black_box(&x)));)*
        }
    };
}

#[track_caller]
fn check_slice(name: &str, x: &[f64], f: fn(&[f64]) -> f64, (value, slopes): (f64, Vec<f64>)) {
    let want = black_box(f)(black_box(x));
    assert_eq!(value.to_bits(), want.to_bits(), "{name}: {value:?}, not {want:?}");
    for (i, (slope, estimate)) in slopes.into_iter().zip(numeric::gradient(f, x)).enumerate() {
        let allowed = 10.0 * estimate.error + 1e-9 * (1.0 + slope.abs());
        assert!((estimate.value - slope).abs() <= allowed, "{name} by {i}: {slope:?}, not {estimate:?}");
    }
}

functions_of_slices! {
    layers_of_their_sizes layers_of_their_sizes_grad(x) {
        let sizes = [3usize, 2, 5];
        let mut h = x.to_vec();
        for &n in &sizes {
            let next: Vec<f64> =
                (0..n).map(|j| h.iter().enumerate().map(|(i, v)| v * ((i + j) as f64).sin()).sum::<f64>().tanh()).collect();
            h = next;
        }
        h.iter().sum()
    }
    halved halved_grad(x) {
        let mut h = x.to_vec();
        while h.len() > 1 {
            h = h.chunks(2).map(|c| c.iter().sum::<f64>() * 0.7 + c[0]).collect();
        }
        h[0] * h[0]
    }
    in_one_branch in_one_branch_grad(x) {
        let mut v = x.to_vec();
        if x[0] > 0.5 {
            v = vec![x[0] * x[1]; 2];
        }
        v.iter().sum::<f64>() * v.len() as f64
    }
    rows_of_differences rows_of_differences_grad(x) {
        let mut rows = vec![x.to_vec()];
        for _ in 0..2 {
            let last = rows[rows.len() - 1].clone();
            let next: Vec<f64> = last.windows(2).map(|w| w[1] - w[0] * w[1]).collect();
            rows.push(next);
        }
        rows.iter().map(|r| r[0]).product()
    }
    a_moved_list a_moved_list_grad(x) {
        let mut a = vec![x[0]];
        let b = a;
        a = vec![2.0 * x[0], x[1]];
        b[0] * 10.0 + a[0] * a[1]
    }
    the_list_before the_list_before_grad(x) {
        let mut cur = x.to_vec();
        let mut out = 0.0;
        for k in 0..3 {
            let prev = cur;
            cur = prev.iter().map(|v| v * 0.9 + k as f64).collect();
            out += prev[0] * cur[1];
        }
        out
    }
    handed_over_and_made_anew handed_over_and_made_anew_grad(x) {
        let mut h = vec![x[0]; 2];
        let mut next = vec![0.0; 2];
        for _ in 0..3 {
            for i in 0..2 {
                next[i] = h[1 - i] * x[i] + 1.0;
            }
            h = next;
            next = vec![0.5; 2];
        }
        h[0] * h[1] * next[0]
    }
    the_best_list the_best_list_grad(x) {
        let mut best = vec![0.0; 2];
        let mut m = -1.0;
        for k in 0..3 {
            let cand: Vec<f64> = x.iter().take(2).map(|v| (v * (k + 1) as f64).sin()).collect();
            let sc = cand.iter().sum::<f64>();
            if sc > m {
                m = sc;
                best = cand;
            }
        }
        best[0] * best[1]
    }
    filtered_again filtered_again_grad(x) {
        let mut v = x.to_vec();
        v = v.iter().filter(|a| **a > 0.3).map(|a| a * a).collect();
        v = v.into_iter().skip(1).collect();
        v.iter().sum::<f64>() * v.len() as f64
    }
    one_after_another one_after_another_grad(x) {
        let mut h = x.to_vec();
        let w = h.clone();
        h = w.iter().take(2).map(|v| v.sin()).collect();
        let g = h;
        h = vec![x[0]; 5];
        g[0] * g[1] + h[4] * w[3]
    }
    a_list_in_a_struct a_list_in_a_struct_grad(x) {
        struct N {
            h: Vec<f64>,
            k: f64,
        }
        let mut n = N { h: x.to_vec(), k: 1.0 };
        n.h = n.h.iter().take(3).map(|v| v * 2.0).collect();
        n.k = n.h.len() as f64;
        n = N { h: vec![n.h[0]; 2], k: n.k * x[1] };
        n.h[1] * n.k
    }
}
