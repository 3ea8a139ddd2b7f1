//! Modules under the attribute with types of their own, whose methods and operators are read where they are called.

mod support;

use gradus::grad;
use support::written::check;

#[grad]
mod space {
    use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub};

    #[derive(Clone, Copy, Debug, PartialEq)]
    pub struct Vec3 {
        pub x: f64,
        pub y: f64,
        pub z: f64,
    }

    impl Vec3 {
        pub const ZERO: Vec3 = Vec3 { x: 0.0, y: 0.0, z: 0.0 };

        pub fn new(x: f64, y: f64, z: f64) -> Self {
            Self { x, y, z }
        }

        pub fn dot(self, o: Self) -> f64 {
            self.x * o.x + self.y * o.y + self.z * o.z
        }

        pub fn cross(&self, o: &Vec3) -> Vec3 {
            Vec3::new(self.y * o.z - self.z * o.y, self.z * o.x - self.x * o.z, self.x * o.y - self.y * o.x)
        }

        pub fn length(&self) -> f64 {
            self.dot(*self).sqrt()
        }

        pub fn normalized(self) -> Self {
            let length = self.length();
            if length > 1e-12 { self / length } else { Self::ZERO }
        }

        pub fn scale(&mut self, k: f64) {
            self.x *= k;
            self.y *= k;
            self.z *= k;
        }
    }

    impl Add for Vec3 {
        type Output = Self;
        fn add(self, o: Self) -> Self {
            Vec3::new(self.x + o.x, self.y + o.y, self.z + o.z)
        }
    }

    impl Sub for Vec3 {
        type Output = Self;
        fn sub(self, o: Self) -> Self {
            Vec3::new(self.x - o.x, self.y - o.y, self.z - o.z)
        }
    }

    impl Mul<f64> for Vec3 {
        type Output = Self;
        fn mul(self, k: f64) -> Self {
            Vec3::new(self.x * k, self.y * k, self.z * k)
        }
    }

    impl Mul<Vec3> for f64 {
        type Output = Vec3;
        fn mul(self, v: Vec3) -> Vec3 {
            v * self
        }
    }

    impl Mul for Vec3 {
        type Output = Self;
        fn mul(self, o: Self) -> Self {
            Vec3::new(self.x * o.x, self.y * o.y, self.z * o.z)
        }
    }

    impl Div<f64> for Vec3 {
        type Output = Self;
        fn div(self, k: f64) -> Self {
            Vec3::new(self.x / k, self.y / k, self.z / k)
        }
    }

    impl Neg for Vec3 {
        type Output = Self;
        fn neg(self) -> Self {
            Vec3::new(-self.x, -self.y, -self.z)
        }
    }

    impl AddAssign for Vec3 {
        fn add_assign(&mut self, o: Self) {
            self.x += o.x;
            self.y += o.y;
            self.z += o.z;
        }
    }

    impl From<[f64; 3]> for Vec3 {
        fn from(a: [f64; 3]) -> Self {
            Vec3::new(a[0], a[1], a[2])
        }
    }

    fn between(a: Vec3, b: Vec3, t: f64) -> Vec3 {
        a + (b - a) * t
    }

    struct Ray {
        origin: Vec3,
        direction: Vec3,
    }

    impl Ray {
        fn at(&self, t: f64) -> Vec3 {
            self.origin + self.direction * t
        }
    }

    pub fn angle(a: [f64; 3], b: [f64; 3]) -> f64 {
        let (a, b) = (Vec3::from(a), Vec3::from(b));
        (a.dot(b) / (a.length() * b.length())).acos()
    }

    /// How bright the sphere is where the ray meets it.
    pub fn brightness(origin: [f64; 3], direction: [f64; 3], radius: f64) -> f64 {
        let ray = Ray { origin: Vec3::from(origin), direction: Vec3::from(direction).normalized() };
        let center = Vec3::new(0.0, 0.0, 5.0);
        let from = ray.origin - center;
        let b = from.dot(ray.direction);
        let discriminant = b * b - (from.dot(from) - radius * radius);
        if discriminant < 0.0 {
            return 0.0;
        }
        let t = -b - discriminant.sqrt();
        let normal = (ray.at(t) - center) / radius;
        let light = Vec3::new(1.0, 1.0, -1.0).normalized();
        normal.dot(light).max(0.0) + 0.1 * t
    }

    /// A planet around a sun.
    pub fn orbit(x: f64, v: f64) -> f64 {
        let mut position = Vec3::new(x, 0.0, 1.0);
        let mut velocity = Vec3 { x: 0.0, y: v, z: 0.1 };
        for _ in 0..10 {
            let pull = -position * (1.0 / (position.length().powi(3) + 0.1));
            velocity += pull * 0.05;
            position += 0.05 * velocity;
        }
        position.scale(2.0);
        let m = between(position, velocity, 0.3).cross(&position);
        m.length() + (position * velocity).x + Vec3::ZERO.x + (position - Vec3::ZERO).y
    }
}

#[test]
fn vectors() {
    let parts = |x: &[f64], at: usize| [x[at], x[at + 1], x[at + 2]];
    check(
        &[0.7, 0.2, 0.4, 0.9, 0.1, 0.5],
        |x| space::angle(parts(x, 0), parts(x, 3)),
        |x| {
            let (value, (a, b)) = space::angle_grad(parts(x, 0), parts(x, 3));
            (value, [a, b].concat())
        },
    );
    check(
        &[0.3, 0.2, 0.0, 0.02, 0.03, 1.5, 2.0],
        |x| space::brightness(parts(x, 0), parts(x, 3), x[6]),
        |x| {
            let (value, (a, b, c)) = space::brightness_grad(parts(x, 0), parts(x, 3), x[6]);
            (value, [&a[..], &b[..], &[c]].concat())
        },
    );
    let by_both = |x: &[f64]| {
        let (value, (a, b)) = space::orbit_grad(x[0], x[1]);
        (value, vec![a, b])
    };
    check(&[0.8, 0.6], |x| space::orbit(x[0], x[1]), by_both);
}

#[grad]
mod machines {
    #[derive(Clone, Copy)]
    struct Pair {
        x: f64,
        y: f64,
    }

    impl Pair {
        fn new(x: f64, y: f64) -> Self {
            Pair { x, y }
        }

        fn bump(&mut self, k: f64) {
            self.x += k;
            self.y *= k;
        }

        fn set(&mut self, other: Pair) {
            *self = other;
        }

        fn swap(&mut self) {
            std::mem::swap(&mut self.x, &mut self.y);
        }

        fn bumped(mut self, k: f64) -> Self {
            self.bump(k);
            self
        }

        fn norm2(&self) -> f64 {
            self.x * self.x + self.y * self.y
        }
    }

    impl std::ops::AddAssign<f64> for Pair {
        fn add_assign(&mut self, k: f64) {
            self.x += k;
        }
    }

    impl std::ops::AddAssign for Pair {
        fn add_assign(&mut self, other: Pair) {
            self.x += other.x;
            self.y += other.y;
        }
    }

    struct Ball {
        position: Pair,
        velocity: Pair,
        mass: f64,
    }

    impl Ball {
        fn step(&mut self, dt: f64, g: f64) {
            self.velocity += Pair::new(0.0, -g * dt);
            self.position.x += dt * self.velocity.x;
            self.position.y += dt * self.velocity.y;
            if self.position.y < 0.0 {
                self.position.y = -self.position.y;
                self.velocity.y *= -0.8;
            }
        }

        fn energy(&self, g: f64) -> f64 {
            0.5 * self.mass * self.velocity.norm2() + self.mass * g * self.position.y
        }
    }

    pub fn bounced(v: f64, g: f64) -> f64 {
        let mut ball = Ball { position: Pair::new(0.0, 1.0), velocity: Pair::new(v, v * 0.5), mass: 2.0 };
        let mut sum = 0.0;
        for _ in 0..30 {
            ball.step(0.05, g);
            sum += ball.energy(g) * 0.01;
        }
        sum + ball.position.x * ball.position.y
    }

    pub fn changed(a: f64, b: f64) -> f64 {
        let mut v = Pair::new(a, b);
        for i in 0..4 {
            if i % 2 == 0 {
                v.bump(1.1);
            } else {
                v.swap();
            }
        }
        let w = v.bumped(2.0);
        v += 1.5;
        v += w;
        v.set(Pair::new(v.y, v.x * b));
        let mut pairs = (v, w);
        let mut k = 0;
        while k < 3 {
            pairs.0.bump(a);
            pairs.1 += pairs.0;
            k += 1;
        }
        {
            let r = &mut v;
            r.bump(3.0);
            r.x += 1.0;
        }
        let mut twice = |k: f64| {
            v.bump(k);
            v.x
        };
        let sum = twice(2.0) + twice(3.0);
        sum * v.y + w.x + pairs.1.norm2() + pairs.0.x
    }

    fn found(p: Pair) -> Option<Pair> {
        if p.x > 10.0 { None } else { Some(Pair::new(p.y, p.x * p.x)) }
    }

    fn turned(a: f64, b: f64) -> (Pair, f64) {
        (Pair::new(b, a), a * b)
    }

    pub fn perhaps(a: f64, b: f64) -> Option<f64> {
        let (start, k) = turned(a, b);
        let p = found(start).unwrap();
        let q = match found(p) {
            Some(v) => v,
            None => p,
        };
        let r = found(q).map(|v| v.norm2())?;
        Some(if let Some(s) = found(q) { s.x * p.y * k + r } else { q.x })
    }

    /// A controller with a memory.
    struct Controller {
        gain: f64,
        sum: f64,
    }

    impl Controller {
        fn new(gain: f64) -> Self {
            Controller { gain, sum: 0.0 }
        }

        fn step(&mut self, error: f64) -> f64 {
            self.sum += error;
            self.gain * error + 0.1 * self.sum
        }
    }

    pub fn controlled(gain: f64, target: f64) -> f64 {
        let mut controller = Controller::new(gain);
        let mut y = 0.0;
        for _ in 0..5 {
            let u = controller.step(target - y);
            y += 0.1 * u;
        }
        y + controller.sum
    }

    #[derive(Clone, Copy)]
    struct Turn {
        a: [[f64; 2]; 2],
    }

    impl Turn {
        fn none() -> Turn {
            Turn { a: [[1.0, 0.0], [0.0, 1.0]] }
        }

        fn by(angle: f64) -> Turn {
            let (s, c) = angle.sin_cos();
            Turn { a: [[c, -s], [s, c]] }
        }

        fn then(&self, other: &Turn) -> Turn {
            let mut product = Turn { a: [[0.0; 2]; 2] };
            for i in 0..2 {
                for j in 0..2 {
                    for k in 0..2 {
                        product.a[i][j] += self.a[i][k] * other.a[k][j];
                    }
                }
            }
            product
        }

        fn bumped(mut self, k: f64) -> Turn {
            self.a[0][0] += k;
            self
        }

        fn scale(&mut self, k: f64) {
            for row in self.a.iter_mut() {
                for v in row.iter_mut() {
                    *v *= k;
                }
            }
        }

        fn trace(&self) -> f64 {
            self.a[0][0] + self.a[1][1]
        }

        fn apply(&self, v: [f64; 2]) -> [f64; 2] {
            [self.a[0][0] * v[0] + self.a[0][1] * v[1], self.a[1][0] * v[0] + self.a[1][1] * v[1]]
        }
    }

    pub fn turns(x: f64, y: f64) -> f64 {
        let mut m = Turn::none();
        for i in 0..3 {
            m = m.then(&Turn::by(x * (i + 1) as f64));
        }
        let n = m.bumped(y);
        let mut p = n;
        p.scale(2.0);
        let v = p.apply([x, y]);
        m.trace() + 10.0 * n.trace() + p.trace() * v[0] * v[1]
    }
}

#[test]
fn values_that_change() {
    macro_rules! check_both {
        ($($f:ident $grad:ident)*) => {
            $(check(&[0.7, 0.4], |x| machines::$f(x[0], x[1]), |x| {
                let (value, (a, b)) = machines::$grad(x[0], x[1]);
                (value, vec![a, b])
            });)*
        };
    }
    check_both!(changed changed_grad controlled controlled_grad turns turns_grad bounced bounced_grad);
    check(
        &[0.7, 0.4],
        |x| machines::perhaps(x[0], x[1]).unwrap(),
        |x| {
            let (value, (a, b)) = machines::perhaps_grad(x[0], x[1]).unwrap();
            (value, vec![a, b])
        },
    );
}
