//! Variables of one name, of which the later ones hold something else.

use gradus::grad;

use crate::check;

const POINT: [f64; 4] = [1.2, 0.5, 0.7, 0.3];

#[test]
fn positions_and_numbers() {
    #[grad]
    fn f(x: &[f64], n: usize) -> f64 {
        let mut s = 0.0;
        let mut v = vec![0usize; n];
        for i in 0..n {
            v[i] = n - 1 - i;
        }
        for i in &v {
            s += x[*i] * x[*i];
        }
        let mut v = vec![0.0; n];
        for i in 0..n {
            v[i] = x[i] * x[0];
        }
        s + v.iter().sum::<f64>()
    }
    for n in 0..4 {
        check(&POINT, |x| f(x, n), |x| f_grad(x, n));
    }
}

#[test]
fn of_one_length_and_of_any() {
    #[grad]
    fn f(x: &[f64], n: usize) -> f64 {
        let v = x.to_vec();
        let a = v.len();
        let mut v: Vec<f64> = Vec::new();
        for i in 0..n {
            v.push(x[i]);
            if v.len() > 2 {
                v.pop();
            }
        }
        let b = v.len();
        v.iter().sum::<f64>() * (a + b) as f64
    }
    for n in 0..4 {
        check(&POINT, |x| f(x, n), |x| f_grad(x, n));
    }
}

#[test]
fn constants_and_what_changes() {
    #[grad]
    fn f(x: &[f64], n: usize) -> f64 {
        let v = [1usize, 2, 0];
        let s = x[v[n % 3]];
        let mut v = [0.0; 3];
        for (i, e) in v.iter_mut().enumerate() {
            *e = x[i] * s;
        }
        let t: f64 = v.iter().sum();
        let v = v[0] * t;
        v * x[3]
    }
    for n in 0..4 {
        check(&POINT, |x| f(x, n), |x| f_grad(x, n));
    }
}

#[test]
fn lengths_of_a_block() {
    #[grad]
    fn f(x: &[f64], n: usize) -> f64 {
        let n = n + 1;
        let mut h = vec![1.0; n];
        {
            let n = n + 1;
            let g: Vec<f64> = (0..n).map(|i| x[i % 4]).collect();
            for _ in 0..2 {
                h = g.iter().map(|v| v * h[0]).collect();
            }
        }
        h.len() as f64 * h.iter().sum::<f64>()
    }
    for n in 0..3 {
        check(&POINT, |x| f(x, n), |x| f_grad(x, n));
    }
}

#[test]
fn names_of_a_function_that_is_read_where_it_is_called() {
    #[grad]
    mod m {
        fn last(v: &[f64]) -> Vec<f64> {
            let mut h = v.to_vec();
            while h.len() > 2 {
                h = h.iter().skip(1).map(|v| v * 1.5).collect();
            }
            h
        }

        pub fn f(v: &[f64], n: usize) -> f64 {
            let h = v.to_vec();
            let w = last(&h);
            let mut k = w.clone();
            for h in 0..n {
                k = k.iter().map(|e| e * h as f64).collect();
            }
            h.iter().sum::<f64>() * k.iter().product::<f64>() * k.len() as f64
        }
    }
    for n in 0..3 {
        check(&POINT, |x| m::f(x, n), |x| m::f_grad(x, n));
    }
}

/// What a variable stands for has a name that the expression binds for something else.
#[test]
fn a_closure_takes_the_name_of_what_another_name_stands_for() {
    #[grad]
    fn f(n: usize, x: f64) -> f64 {
        let m = n;
        let sum: usize = (0..4_usize).map(|n| n * m).sum();
        let n = 3_usize;
        let more = { (0..n).filter(|n| *n < m).count() };
        let chosen = match Some(2_usize) {
            Some(n) if n < m => n,
            _ => 0,
        };
        assert!((0..2).all(|n| n + 9 != m), "{m} {n}");
        x * (sum + 100 * more + 1000 * chosen) as f64
    }
    assert_eq!(f(5, 2.0), 2.0 * 2330.0);
    assert_eq!(f_grad(5, 2.0), (2.0 * 2330.0, 2330.0));

    #[grad]
    fn lengths(n: &[usize], x: f64) -> f64 {
        let m = n;
        let sum: usize = m.iter().map(|n| n * m.len() + m[0]).sum();
        x * sum as f64
    }
    assert_eq!(lengths_grad(&[4, 7], 2.0), (lengths(&[4, 7], 2.0), 30.0));
}

/// `check` with what is read of numbers and of positions under one name.
#[test]
fn positions_and_numbers_in_blocks_of_their_own() {
    fn pick(i: usize) -> usize {
        i % 4
    }
    #[grad]
    fn blocks(x: &[f64]) -> f64 {
        let first = {
            let mut v = Vec::new();
            for i in 0..x.len() {
                v.push(pick(i + 1));
            }
            x[v[0]] * x[v[2]]
        };
        let second = {
            let mut v = Vec::new();
            for i in 0..x.len() {
                v.push(x[i] * first);
            }
            v.iter().sum::<f64>()
        };
        let third: f64 = {
            let mut v = Vec::new();
            for i in 0..x.len() {
                v.push((x[i], pick(i) as f64));
                if v.len() > 2 {
                    v.pop();
                }
            }
            v.iter().map(|v| v.0 * v.1).sum()
        };
        first + second * third
    }
    #[grad]
    fn arms(x: &[f64], n: usize) -> f64 {
        match n {
            0 => {
                let mut best = None;
                for (i, v) in x.iter().enumerate() {
                    if *v > 0.4 {
                        best = Some(i);
                    }
                }
                if let Some(i) = best { x[i] * x[i] } else { 0.0 }
            }
            1 => {
                let mut best = None;
                for v in x {
                    if *v > 0.4 {
                        best = Some(v * v);
                    }
                }
                best.unwrap_or(1.0) * x[1]
            }
            _ => {
                let mut best = 0;
                for (i, v) in x.iter().enumerate() {
                    if *v > x[best] {
                        best = i;
                    }
                }
                let best = x[best];
                best * best
            }
        }
    }
    #[grad]
    fn closures(x: &[f64]) -> f64 {
        let order = |n: usize| {
            let mut out = Vec::new();
            for i in 0..n {
                out.push(n - 1 - i);
            }
            out
        };
        let scaled = |s: f64| {
            let mut out = Vec::new();
            for v in x {
                out.push(v * s);
            }
            out
        };
        let (out, order) = (scaled(x[0]), order(x.len()));
        let mut s = 0.0;
        for i in order {
            s = s * 0.5 + out[i];
        }
        s
    }
    #[grad]
    fn constants_inside(x: &[f64], n: usize) -> f64 {
        let s = n + 1;
        assert!(s > n, "{s} {n} {}", format!("{s} of {n}"), n = s);
        let s = (0..s).map(|s| s * 2).filter(|s| s % 4 == 0).count();
        let counts: Vec<usize> = (0..s)
            .map(|s| {
                let s = s + 1;
                s * s
            })
            .collect();
        let s = x[s % 4] * counts.len() as f64;
        let s = if let Some(s) = x.get(s as usize % 4)
            && *s > 0.4
        {
            s * s
        } else {
            s
        };
        let S { s, t: [n, ..] } = S { s, t: [s * 2.0, 1.0] };
        debug_assert!(matches!(Some(3), Some(s) if s > 2));
        s * n
    }
    struct S {
        s: f64,
        t: [f64; 2],
    }
    check(&POINT, blocks, blocks_grad);
    for n in 0..3 {
        check(&POINT, |x| arms(x, n), |x| arms_grad(x, n));
        check(&POINT, |x| constants_inside(x, n), |x| constants_inside_grad(x, n));
    }
    check(&POINT, closures, closures_grad);
}

#[test]
fn what_else_reads_is_outside() {
    const B: f64 = 3.0;
    #[grad]
    fn f(x: &[f64]) -> f64 {
        let b = x[0];
        let s = if let Some(b) = x.get(1)
            && *b > 0.6
        {
            b * b
        } else {
            b * B
        };
        let t = if let Some(r#type) = x.get(2)
            && *r#type > 0.6
            && let Some(b) = x.get(3)
        {
            r#type * b
        } else {
            b
        };
        s * t
    }
    check(&POINT, f, f_grad);
    check(&[1.2, 0.8, 0.5, 0.3], f, f_grad);
}

/// Functions of a module are read where they are called; their names are not those of the caller.
#[test]
fn names_of_functions_of_a_module() {
    #[grad]
    mod inner {
        struct Stack {
            v: Vec<f64>,
        }
        impl Stack {
            fn add(&mut self, x: f64) {
                let v = x * x;
                self.v = [v, self.v[0]].to_vec();
            }
        }
        fn largest(x: &[f64]) -> usize {
            let mut v = 0;
            for i in 1..x.len() {
                if x[i] > x[v] {
                    v = i;
                }
            }
            v
        }
        pub fn f(x: &[f64]) -> f64 {
            let mut v = Vec::new();
            for i in 0..x.len() {
                v.push(x[i] * x[0]);
            }
            let mut s = Stack { v: v.clone() };
            s.add(v[1]);
            s.add(x[2]);
            v[1] * s.v[0] * s.v[1] + x[largest(x)]
        }
    }
    check(&POINT, inner::f, inner::f_grad);
}

/// A side that jumps is read after what follows the other.
#[test]
fn names_of_a_block_of_which_one_side_jumps() {
    #[grad]
    fn f(x: &[f64]) -> f64 {
        let (mut s, mut t) = (x[0], x[1]);
        let w = x[2];
        for i in 0..5 {
            if i == 0 {
                continue;
            } else {
                let w = if t >= s { x[0] } else { s * w };
                if i < 3 {
                    s += w;
                } else {
                    let b = w * w;
                    t += b * w;
                    break;
                }
            }
            s *= w;
        }
        t + s * w
    }
    #[grad]
    fn g(x: &[f64], n: usize) -> f64 {
        let mut s = x[0];
        let w = x[1];
        for i in 0..4 {
            match (i + n) % 3 {
                0 => s *= w,
                k => {
                    let w = w * x[2] * k as f64;
                    match n {
                        1 if i > 0 => s += w,
                        2 => {
                            s -= w * w;
                            break;
                        }
                        _ => {
                            if i == 3 {
                                return s * w;
                            }
                            s += w * s;
                        }
                    }
                }
            }
            s += w;
        }
        s
    }
    check(&POINT, f, f_grad);
    for n in 0..4 {
        check(&POINT, |x| g(x, n), |x| g_grad(x, n));
    }
}
