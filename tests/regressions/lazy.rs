//! What is evaluated only where the conditions before it hold.

use gradus::grad;

use crate::check;

#[test]
fn unwrapped_behind_a_test() {
    #[grad]
    fn f(x: f64, o: Option<usize>) -> f64 {
        if o.is_some() && x > 0.0 && o.unwrap() > 2 { x * x } else { x * 3.0 }
    }
    for o in [None, Some(1), Some(3)] {
        check(
            &[1.2],
            |p| f(p[0], o),
            |p| {
                let (value, d_x) = f_grad(p[0], o);
                (value, vec![d_x])
            },
        );
    }
}
