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
