//! Integers of a range whose type shows where they are used.

use gradus::grad;

use crate::check;

const POINT: [f64; 3] = [1.2, 0.5, 0.7];

#[test]
fn beside_elements() {
    #[grad]
    fn f(x: &[f64]) -> f64 {
        let mut s: f64 = x.iter().zip(0..).map(|(v, k)| v * v * (k - 1) as f64).sum();
        for (k, v) in (0..3).zip(x) {
            s += v * s * (k - 2) as f64;
        }
        for (i, k) in (0..3).rev().enumerate() {
            s += x[i] * (k - 1) as f64;
        }
        s + x.iter().zip(1..).map(|(v, k)| v.powi(k)).sum::<f64>()
    }
    check(&POINT, f, f_grad);
}

#[test]
fn collected() {
    #[grad]
    fn f(x: &[f64]) -> f64 {
        let n = 3;
        let stencil: Vec<f64> = (0..3).map(|k| x[0] * (k - 1) as f64).collect();
        let m = 3;
        let other: Vec<f64> = (0..m).map(|k| x[1] * (k - 2) as f64).collect();
        let cast: Vec<f64> = (0..3).map(|k| x[(k - 1i32).abs() as usize]).collect();
        let own: Vec<f64> = (0..n).map(|i| x[i] * stencil[2 - i]).collect();
        stencil.iter().chain(&other).chain(&cast).chain(&own).map(|v| v * v).sum()
    }
    check(&POINT, f, f_grad);
}

#[test]
fn a_number_of_elements() {
    #[grad]
    fn f(x: &[f64]) -> f64 {
        let n = 3;
        let a: f64 = (0..n).skip(1).map(|i| x[i]).sum();
        let b: f64 = (0..n).step_by(2).enumerate().map(|(k, i)| x[i] * k as f64).sum();
        a * b
    }
    check(&POINT, f, f_grad);
}
