//! Methods and operators of structs with fields that vary, in `impl` blocks and modules under the attribute.

mod support;

use gradus::grad;
use num_traits::Float;
use support::written::check;

struct Net {
    weights: [f64; 2],
    bias: f64,
    layers: usize,
    name: String,
}

#[grad]
impl Net {
    fn activation(&self, z: f64) -> f64 {
        (z + self.bias).tanh()
    }

    fn sum(&self) -> f64 {
        self.weights.iter().sum::<f64>() * self.layers as f64
    }

    fn is_steep(&self) -> bool {
        self.weights[0] > 0.1
    }

    fn count(&self) -> usize {
        self.weights.iter().filter(|w| **w > 0.0).count() + self.name.len()
    }

    #[grad(wrt(self.weights: [f64; 2], self.bias: f64))]
    fn forward(&self, x: [f64; 2]) -> f64 {
        let z = self.weights[0] * x[0] + self.weights[1] * x[1];
        self.activation(z) * self.sum() * self.count() as f64
    }

    #[grad(wrt(self.weights: [f64; 2], self.bias: f64))]
    fn loss(&self, x: [f64; 2], y: f64) -> f64 {
        let error = self.forward(x) - y;
        if self.is_steep() { error * error } else { Self::activation(self, error) }
    }
}

#[test]
fn methods_of_self() {
    let net = |p: &[f64]| Net { weights: [p[0], p[1]], bias: p[2], layers: 3, name: "ab".into() };
    for point in [[0.3, -0.2, 0.5], [-0.3, 0.2, 0.5]] {
        check(
            &point,
            |p| net(p).forward([0.5, 2.0]),
            |p| {
                let (value, (d_weights, d_bias)) = net(p).forward_grad([0.5, 2.0]);
                (value, vec![d_weights[0], d_weights[1], d_bias])
            },
        );
        check(
            &point,
            |p| net(p).loss([0.5, 2.0], 0.25),
            |p| {
                let (value, (d_weights, d_bias)) = net(p).loss_grad([0.5, 2.0], 0.25);
                (value, vec![d_weights[0], d_weights[1], d_bias])
            },
        );
    }
    let net = net(&[0.3, -0.2, 0.5]);
    let mut d_y = 0.0;
    let value = net.loss_vjp([0.5, 2.0], 0.25, 1.0, None, None, Some(&mut d_y));
    assert_eq!(value, net.loss([0.5, 2.0], 0.25));
    assert_eq!(d_y, -2.0 * (net.forward([0.5, 2.0]) - 0.25));
    assert_eq!(net.activation_grad(0.5).0, net.activation(0.5));
}

struct Line<T> {
    slope: T,
    offset: T,
}

#[grad]
impl<T: Float> Line<T> {
    #[grad(wrt(self.slope: T, self.offset: T, x))]
    fn bump(&self, x: T) -> T {
        let y = self.slope * x + self.offset;
        (-(y * y)).exp()
    }
}

#[test]
fn numbers_of_the_block() {
    let line = |p: &[f64]| Line { slope: p[0], offset: p[1] };
    check(
        &[0.3, -0.2, 0.5],
        |p| line(p).bump(p[2]),
        |p| {
            let (value, (d_slope, d_offset, d_x)) = line(p).bump_grad(p[2]);
            (value, vec![d_slope, d_offset, d_x])
        },
    );
}

#[grad]
mod plane {
    use gradus::grad;

    #[derive(Clone, Copy, Debug, PartialEq)]
    pub struct Point {
        pub x: f64,
        pub y: f64,
        pub tag: u32,
    }

    impl std::ops::Add for Point {
        type Output = Point;
        fn add(self, o: Point) -> Point {
            Point { x: self.x + o.x, y: self.y + o.y, tag: self.tag }
        }
    }

    impl std::ops::Mul<Point> for f64 {
        type Output = Point;
        fn mul(self, o: Point) -> Point {
            Point { x: self * o.x, y: self * o.y, tag: o.tag }
        }
    }

    impl Point {
        fn length(&self) -> f64 {
            self.x.hypot(self.y)
        }

        fn scaled(self, k: f64) -> Point {
            Point { x: self.x * k, ..self }
        }

        fn grow(&mut self, k: f64) {
            self.x *= k;
        }

        #[grad(wrt(self.x: f64))]
        pub fn double(&self) -> f64 {
            2.0 * self.scaled(self.x).length()
        }
    }

    fn dot(a: Point, b: &Point) -> f64 {
        a.x * b.x + a.y * b.y
    }

    #[grad(wrt(a.x: f64, a.y: f64, b.x: f64, k))]
    pub fn f(a: Point, b: Point, k: f64) -> f64 {
        let c = a + k * b.scaled(2.0);
        let mut d = c;
        d.grow(3.0);
        c.length() * dot(a, &b) + (d + a).length() * b.tag as f64
    }
}

#[test]
fn operators_and_functions_of_the_module() {
    use plane::Point;
    let points = |p: &[f64]| (Point { x: p[0], y: p[1], tag: 2 }, Point { x: p[2], y: 0.75, tag: 3 });
    check(
        &[0.3, -0.2, 0.5, 1.5],
        |p| plane::f(points(p).0, points(p).1, p[3]),
        |p| {
            let (value, (d_ax, d_ay, d_bx, d_k)) = plane::f_grad(points(p).0, points(p).1, p[3]);
            (value, vec![d_ax, d_ay, d_bx, d_k])
        },
    );
    let point = |p: &[f64]| Point { x: p[0], y: 0.5, tag: 1 };
    let slope = |p: &[f64]| {
        let (value, d_x) = point(p).double_grad();
        (value, vec![d_x])
    };
    check(&[0.75], |p| point(p).double(), slope);
}

#[grad]
mod within {
    #[derive(Clone, Copy)]
    pub struct Point {
        pub x: f64,
        pub y: f64,
    }

    #[derive(Clone, Copy)]
    pub struct Body {
        pub at: Point,
        pub mass: f64,
        pub steps: usize,
    }

    impl std::ops::Add for Point {
        type Output = Point;
        fn add(self, o: Point) -> Point {
            Point { x: self.x + o.x, y: self.y + o.y }
        }
    }

    impl Point {
        fn length(&self) -> f64 {
            self.x.hypot(self.y)
        }

        fn grow(&mut self, k: f64) {
            self.x *= k;
            self.y += k;
        }

        fn turned(self) -> Self {
            Self { x: 2.0 * self.y - self.x, ..self }
        }

        fn is_far(&self) -> bool {
            self.x > 10.0
        }
    }

    impl Body {
        fn step(&mut self) {
            self.mass *= 1.5;
            self.at.grow(self.mass);
        }

        #[gradus::grad(wrt(self.at.x: f64, self.at.y: f64, self.mass: f64))]
        pub fn f(mut self) -> f64 {
            let first = self.at;
            for _ in 0..self.steps {
                self.step();
                self.at = self.at.turned();
            }
            if self.at.is_far() {
                return self.mass;
            }
            (first + self.at).length() * self.mass
        }
    }

    #[gradus::grad(wrt(b.at.x: f64, b.at.y: f64, b.mass: f64))]
    pub fn g(b: &Body) -> f64 {
        let sum = b.at + b.at.turned();
        if b.at.is_far() { 0.0 } else { sum.length() * b.mass * b.at.length() }
    }
}

#[test]
fn of_structs_within() {
    use within::{Body, Point, g, g_grad};
    let body = |p: &[f64]| Body { at: Point { x: p[0], y: p[1] }, mass: p[2], steps: 3 };
    let all = |(value, (d_x, d_y, d_mass))| (value, vec![d_x, d_y, d_mass]);
    check(&[0.3, -0.2, 0.5], |p| body(p).f(), |p| all(body(p).f_grad()));
    check(&[0.3, -0.2, 0.5], |p| g(&body(p)), |p| all(g_grad(&body(p))));
}
