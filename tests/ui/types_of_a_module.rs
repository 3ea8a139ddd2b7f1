use gradus::grad;

#[grad]
mod m {
    #[derive(Clone, Copy)]
    struct P {
        a: f64,
    }

    trait Twice {
        fn twice(&self) -> f64;
    }

    impl P {
        fn twice(&self) -> f64 {
            self.a + self.a
        }
    }

    impl Twice for P {
        fn twice(&self) -> f64 {
            2.0 * self.a
        }
    }

    pub fn g(x: f64) -> f64 {
        let p = P { a: x };
        p.twice()
    }

    fn halved(p: P, n: usize) -> P {
        if n == 0 { p } else { halved(P { a: 0.5 * p.a }, n - 1) }
    }

    pub fn k(x: f64) -> f64 {
        halved(P { a: x }, 3).a
    }

    pub fn h(p: P, x: f64) -> f64 {
        p.a * x
    }
}

fn main() {}
