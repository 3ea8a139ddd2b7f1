//! Arrays and lengths whose type shows nowhere but in a declaration, or in what the user wrote.

use gradus::grad;

use crate::{check, check_lengths};

#[test]
fn arrays_of_literals() {
    #[grad]
    fn swapped(a: f64, x: &[f64]) -> f64 {
        let mut z: Vec<f64> = vec![0.1; x.len() + 1];
        z.reverse();
        (z[0] * z[0] + 0.3).sqrt() * a + x.iter().sum::<f64>()
    }
    #[grad]
    fn rows(a: f64, x: &[f64]) -> f64 {
        let fixed: [[f64; 2]; 3] = [[0.25; 2]; 3];
        let mut z: Vec<[f64; 2]> = vec![[0.5, 2.0]; x.len() + 1];
        let mut s = z[0][1].sqrt() * fixed[1][1].exp();
        for i in 0..x.len() {
            z[i][0] = a * x[i];
            s += z[i + 1][1].ln() * z[i][0].exp();
        }
        s
    }
    check_lengths(0.7, &[0.3, -0.4], swapped, swapped_grad);
    check_lengths(0.7, &[0.3, -0.4], rows, rows_grad);
}

#[test]
fn the_length_of_an_array_has_methods() {
    #[grad]
    fn f(a: f64, w: &[f64; 3]) -> f64 {
        let mut s = a;
        for i in 1..w.len().saturating_sub(1) {
            s *= w[i] * w[w.len().min(2)];
        }
        s
    }
    check(
        &[0.7, 0.3, -0.4, 0.6],
        |p| f(p[0], &[p[1], p[2], p[3]]),
        |p| {
            let (value, (d_a, d_w)) = f_grad(p[0], &[p[1], p[2], p[3]]);
            (value, vec![d_a, d_w[0], d_w[1], d_w[2]])
        },
    );
}
