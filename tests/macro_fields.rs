//! Fields of struct parameters: the value bit for bit, the gradient against central differences.

mod support;

use gradus::grad;
use support::dual;
use support::written::check;

/// Links of a robot arm in a plane, by value.
#[derive(Clone, Copy)]
struct Arm {
    upper: f64,
    lower: f64,
    joints: usize,
}

#[grad(wrt(arm.upper: f64, arm.lower: f64, shoulder, elbow))]
fn reach(arm: Arm, shoulder: f64, elbow: f64) -> f64 {
    assert!(arm.joints == 2 && arm.upper > 0.0, "an arm of {} joints", arm.joints);
    let x = arm.upper * shoulder.cos() + arm.lower * (shoulder + elbow).cos();
    let y = arm.upper * shoulder.sin() + arm.lower * (shoulder + elbow).sin();
    (x * x + y * y).sqrt() * arm.joints as f64
}

#[test]
fn a_struct_by_value() {
    check(
        &[1.5, 0.75, 0.4, -1.1],
        |p| reach(Arm { upper: p[0], lower: p[1], joints: 2 }, p[2], p[3]),
        |p| {
            let (value, (d_upper, d_lower, d_shoulder, d_elbow)) =
                reach_grad(Arm { upper: p[0], lower: p[1], joints: 2 }, p[2], p[3]);
            (value, vec![d_upper, d_lower, d_shoulder, d_elbow])
        },
    );
}

struct Neuron {
    weights: [f64; 3],
    bias: f64,
    steps: u32,
}

impl Neuron {
    #[grad(wrt(self.weights: [f64; 3], self.bias: f64, x))]
    fn predict(&self, x: &[f64; 3]) -> f64 {
        let mut z = self.bias;
        for (i, x) in x.iter().enumerate().take(self.weights.len()) {
            z += self.weights[i] * x;
        }
        for _ in 0..self.steps {
            z = z.tanh();
        }
        z + self.weights.iter().map(|w| w * w).sum::<f64>()
    }
}

#[test]
fn a_receiver() {
    let neuron = |p: &[f64]| Neuron { weights: [p[0], p[1], p[2]], bias: p[3], steps: 2 };
    check(
        &[0.5, -0.25, 1.5, 0.125, 1.0, 2.0, -0.5],
        |p| neuron(p).predict(&[p[4], p[5], p[6]]),
        |p| {
            let (value, (d_weights, d_bias, d_x)) = neuron(p).predict_grad(&[p[4], p[5], p[6]]);
            (value, [&d_weights[..], &[d_bias], &d_x].concat())
        },
    );
}

mod nested {
    use super::*;

    #[derive(Clone, PartialEq)]
    struct Spring {
        stiffness: f64,
        rest: f64,
        name: &'static str,
    }

    #[derive(Clone, PartialEq)]
    struct System {
        spring: Spring,
        pair: (f64, [f64; 2]),
        count: usize,
    }

    fn system(p: &[f64]) -> System {
        let spring = Spring { stiffness: p[0], rest: p[1], name: "coil" };
        System { spring, pair: (p[2], [p[3], p[4]]), count: 3 }
    }

    #[grad(wrt(s.spring.stiffness: f64, s.spring.rest: f64, s.pair: (f64, [f64; 2]), x))]
    fn energy(s: &System, x: f64) -> f64 {
        let spring = &s.spring;
        let stretch = x - spring.rest;
        let (a, b) = &s.pair;
        let mut sum = 0.0;
        for i in 0..s.count {
            sum += a * b[i % 2] * s.pair.0;
        }
        let letters = spring.name.len();
        0.5 * s.spring.stiffness * stretch * stretch + sum * letters as f64
    }

    #[test]
    fn fields_of_fields_and_tuples() {
        check(
            &[2.0, 0.5, 1.25, -0.75, 0.3, 1.7],
            |p| energy(&system(p), p[5]),
            |p| {
                let (value, (d_stiffness, d_rest, (d_a, d_b), d_x)) = energy_grad(&system(p), p[5]);
                (value, vec![d_stiffness, d_rest, d_a, d_b[0], d_b[1], d_x])
            },
        );
    }

    #[grad(wrt(s.spring.stiffness: f64, s.pair: (f64, [f64; 2])))]
    fn destructured(s: &System, n: usize) -> f64 {
        let System { spring: Spring { stiffness, rest, .. }, pair: (scale, ends), count } = s;
        let q = s;
        let Spring { stiffness: again, .. } = &q.spring;
        let own = match s {
            System { count: 0, .. } => 0.0,
            System { pair, .. } => pair.0,
        };
        let f = |t: f64| t * s.spring.stiffness + q.pair.1[1];
        assert_eq!(s.pair.1.len(), 2);
        stiffness * scale * own + rest * ends[0] * again + f(*scale) * (*count * n) as f64
    }

    #[test]
    fn taken_apart() {
        check(
            &[2.0, 1.25, -0.75, 0.3],
            |p| destructured(&system(&[p[0], 0.5, p[1], p[2], p[3]]), 2),
            |p| {
                let (value, (d_stiffness, (d_a, d_b))) = destructured_grad(&system(&[p[0], 0.5, p[1], p[2], p[3]]), 2);
                (value, vec![d_stiffness, d_a, d_b[0], d_b[1]])
            },
        );
    }
}

mod collections {
    use super::*;

    #[derive(Clone)]
    struct Series {
        samples: Vec<f64>,
        rows: Vec<[f64; 2]>,
        order: Vec<usize>,
    }

    fn series(p: &[f64]) -> Series {
        Series { samples: p[..3].to_vec(), rows: vec![[p[3], p[4]], [p[5], p[6]]], order: vec![2, 0, 1] }
    }

    #[grad(wrt(s.samples: Vec<f64>, s.rows: Vec<[f64; 2]>))]
    fn loss(s: &Series, decay: f64) -> f64 {
        let mut state = 0.0;
        for (i, sample) in s.samples.iter().enumerate() {
            state = (decay * state + sample).tanh() * s.samples[s.order[i]];
        }
        for &i in &s.order {
            state += s.samples[i] * s.samples[i];
        }
        for row in &s.rows {
            state *= 1.0 + row[0] * row[1];
        }
        let last = s.samples[s.samples.len() - 1];
        let mut scratch = s.samples.clone();
        scratch[0] *= 2.0;
        state + s.rows[s.rows.len() - 1][0] * scratch[0] * last
    }

    #[test]
    fn vectors() {
        let point = [0.3, -0.7, 0.9, 0.5, -0.25, 1.5, 0.75];
        check(
            &point,
            |p| loss(&series(p), 0.5),
            |p| {
                let (value, (d_samples, d_rows)) = loss_grad(&series(p), 0.5);
                (value, [&d_samples[..], &d_rows.concat()].concat())
            },
        );
        let (mut d_samples, mut d_rows) = ([1.0; 3], [[1.0; 2]; 2]);
        let value = loss_grad_into(&series(&point), 0.5, &mut d_samples, &mut d_rows);
        assert_eq!(loss_grad(&series(&point), 0.5), (value, (d_samples.to_vec(), d_rows.to_vec())));
        let (mut twice, mut rows) = ([0.0; 3], [[0.0; 2]; 2]);
        loss_vjp(&series(&point), 0.5, 2.0, Some((&mut twice, &mut rows)), None);
        assert!(twice.iter().zip(&d_samples).all(|(twice, once)| (twice - 2.0 * once).abs() < 1e-12));
    }

    #[test]
    #[should_panic(expected = "the lengths of `d_s_samples` and `s.samples` differ")]
    fn a_slot_of_the_wrong_length() {
        loss_grad_into(&series(&[0.1; 7]), 0.5, &mut [0.0; 2], &mut [[0.0; 2]; 2]);
    }

    struct Borrowed<'a> {
        xs: &'a [f64],
        scale: &'a f64,
    }

    #[grad(wrt(b.xs: &[f64], b.scale: &f64))]
    fn mean(b: Borrowed) -> f64 {
        b.xs.iter().map(|x| x * x * b.scale).sum::<f64>() / b.xs.len() as f64
    }

    #[test]
    fn references_in_a_struct() {
        check(
            &[0.5, 1.5, -2.0],
            |p| mean(Borrowed { xs: &p[..2], scale: &p[2] }),
            |p| {
                let (value, (d_xs, d_scale)) = mean_grad(Borrowed { xs: &p[..2], scale: &p[2] });
                (value, vec![d_xs[0], d_xs[1], d_scale])
            },
        );
    }
}

mod of_any_length {
    use super::*;

    struct Polynomial<const N: usize> {
        coefficients: [f64; N],
        table: [[f64; N]; 2],
    }

    impl<const N: usize> Polynomial<N> {
        #[grad(wrt(x, self.coefficients: [f64; N], self.table: [[f64; N]; 2]))]
        fn at(&self, x: f64) -> f64 {
            let mut value = 0.0;
            for c in self.coefficients.iter().rev() {
                value = value * x + c;
            }
            for i in 0..N {
                value += self.table[0][i] * self.table[1][N - 1 - i];
            }
            value
        }
    }

    #[grad(wrt(p.coefficients: [f64; N]))]
    fn sum<const N: usize>(p: &Polynomial<N>) -> f64 {
        p.coefficients.iter().map(|c| c.sin()).sum()
    }

    #[test]
    fn generic() {
        let polynomial = |p: &[f64]| Polynomial {
            coefficients: [p[1], p[2], p[3]],
            table: [[p[4], p[5], p[6]], [p[7], p[8], p[9]]],
        };
        check(
            &[0.5, 1.0, -2.0, 3.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6],
            |p| polynomial(p).at(p[0]),
            |p| {
                // in the order of `wrt`
                let (value, (d_x, d_coefficients, d_table)) = polynomial(p).at_grad(p[0]);
                (value, [&[d_x][..], &d_coefficients, &d_table.concat()].concat())
            },
        );
        check(
            &[0.5, 1.0],
            |p| sum(&Polynomial { coefficients: [p[0], p[1]], table: [[0.0; 2]; 2] }),
            |p| {
                let (value, d) = sum_grad(&Polynomial { coefficients: [p[0], p[1]], table: [[0.0; 2]; 2] });
                (value, d.to_vec())
            },
        );
    }
}

mod changed {
    use super::*;

    #[derive(Clone, Copy)]
    struct Ball {
        height: f64,
        speed: f64,
        spin: [f64; 2],
        bounces: usize,
    }

    #[grad(wrt(ball.height: f64, ball.speed: f64, ball.spin: [f64; 2], dt))]
    fn fall(mut ball: Ball, dt: f64) -> f64 {
        for n in 0..ball.bounces {
            ball.speed -= 9.81 * dt;
            ball.height += ball.speed * dt;
            ball.spin[n % 2] *= ball.height;
            if ball.height < 0.0 {
                ball.height = -ball.height;
                ball.speed *= -0.9;
            }
        }
        ball.height * ball.speed + ball.spin[0] * ball.spin[1] * ball.bounces as f64
    }

    impl Ball {
        #[grad(wrt(self.height: f64, self.spin: [f64; 2]))]
        fn lifted(mut self, by: f64) -> f64 {
            self.height += by;
            let mut other = self;
            other.spin[0] = self.height * other.spin[1];
            let third = Ball { height: self.height * 2.0, ..other };
            third.spin[0] * third.height + third.speed + third.bounces as f64 * self.spin[0]
        }
    }

    #[test]
    fn in_a_copy() {
        let ball = |p: &[f64]| Ball { height: p[0], speed: p[1], spin: [p[2], p[3]], bounces: 5 };
        check(
            &[1.0, -2.0, 0.5, 0.75, 0.25],
            |p| fall(ball(p), p[4]),
            |p| {
                let (value, (d_height, d_speed, d_spin, d_dt)) = fall_grad(ball(p), p[4]);
                (value, vec![d_height, d_speed, d_spin[0], d_spin[1], d_dt])
            },
        );
        let ball = |p: &[f64]| Ball { height: p[0], speed: 3.0, spin: [p[1], p[2]], bounces: 5 };
        check(
            &[1.0, -2.0, 0.5],
            |p| ball(p).lifted(0.5),
            |p| {
                let (value, (d_height, d_spin)) = ball(p).lifted_grad(0.5);
                (value, vec![d_height, d_spin[0], d_spin[1]])
            },
        );
    }
}

#[test]
fn tuple_structs_and_single_precision() {
    struct Pair(f32, [f32; 2], usize);

    #[grad(wrt(p.0: f32, p.1: [f32; 2]))]
    fn f(p: &Pair, x: f32) -> f32 {
        let Pair(a, b, n) = p;
        let Pair(first, ..) = p;
        a * b[0] * x + p.0 * p.1[1] * first * *n as f32 + p.2 as f32
    }
    let (value, (d_a, d_b)) = f_grad(&Pair(2.0, [3.0, 5.0], 2), 0.5);
    assert_eq!((value, d_a, d_b), (f(&Pair(2.0, [3.0, 5.0], 2), 0.5), 41.5, [1.0, 8.0]));
    let mut d_a = 1.0;
    f_vjp(&Pair(2.0, [3.0, 5.0], 2), 0.5, 2.0, Some((&mut d_a, &mut [0.0; 2])), None);
    assert_eq!(d_a, 84.0);
}

/// The same functions on dual numbers.
mod oracles {
    use super::support::dual::Real;

    pub fn reach<T: Real>(p: &[T]) -> T {
        let (upper, lower, shoulder, elbow) = (p[0], p[1], p[2], p[3]);
        let x = upper * shoulder.cos() + lower * (shoulder + elbow).cos();
        let y = upper * shoulder.sin() + lower * (shoulder + elbow).sin();
        (x * x + y * y).sqrt() * 2.0
    }

    pub fn predict<T: Real>(p: &[T]) -> T {
        let z = p[3] + p[0] * p[4] + p[1] * p[5] + p[2] * p[6];
        z.tanh().tanh() + p[0] * p[0] + p[1] * p[1] + p[2] * p[2]
    }
}

#[track_caller]
fn assert_same(slopes: &[f64], oracle: (f64, Vec<f64>)) {
    assert_eq!(slopes.len(), oracle.1.len());
    for (slope, want) in slopes.iter().zip(&oracle.1) {
        assert!((slope - want).abs() <= 1e-13 * (1.0 + want.abs()), "{slopes:?}, not {oracle:?}");
    }
}

#[test]
fn dual_numbers_agree() {
    let p = [1.5, 0.75, 0.4, -1.1];
    let (_, (d_upper, d_lower, d_shoulder, d_elbow)) =
        reach_grad(Arm { upper: p[0], lower: p[1], joints: 2 }, p[2], p[3]);
    assert_same(&[d_upper, d_lower, d_shoulder, d_elbow], dual::gradient(oracles::reach, &p));

    let p = [0.5, -0.25, 1.5, 0.125, 1.0, 2.0, -0.5];
    let neuron = Neuron { weights: [p[0], p[1], p[2]], bias: p[3], steps: 2 };
    let (_, (d_weights, d_bias, d_x)) = neuron.predict_grad(&[p[4], p[5], p[6]]);
    assert_same(&[&d_weights[..], &[d_bias], &d_x].concat(), dual::gradient(oracles::predict, &p));
}
