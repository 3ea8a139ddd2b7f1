use gradus::grad;

#[grad]
mod m {
    #[derive(Clone, Copy)]
    struct Particle {
        x: f64,
        v: f64,
    }

    pub fn part(x: f64) -> f64 {
        let particles = [Particle { x, v: 1.0 }, Particle { x: 2.0 * x, v: 0.0 }];
        let rest = &particles[1..];
        rest[0].x
    }

    pub fn chosen(x: f64) -> f64 {
        let a = vec![Particle { x, v: 1.0 }];
        let b = vec![Particle { x: 2.0 * x, v: 0.0 }];
        let c = if x > 0.0 { &a } else { &b };
        c[0].x
    }

    pub fn shortened(x: f64) -> f64 {
        let mut particles = vec![Particle { x, v: 1.0 }];
        particles.pop();
        particles.sort_by(|a, b| a.x.total_cmp(&b.x));
        x
    }

    struct Row {
        a: Vec<f64>,
        x: f64,
    }

    pub fn rows(x: f64) -> f64 {
        let rows = [Row { a: vec![x, 1.0], x }, Row { a: vec![x], x }];
        rows[0].a[1] * rows[1].x
    }
}

mod free {
    use gradus::grad;

    #[grad]
    pub fn values(x: f64) -> Vec<f64> {
        vec![x, x * x]
    }

    #[grad]
    pub fn total(x: f64) -> f64 {
        let y = values(x);
        y.iter().sum::<f64>() * x
    }

    #[grad]
    pub fn table(x: f64) -> f64 {
        let mut p = super::TABLE;
        p[0] *= x;
        p[0]
    }
}

const TABLE: [f64; 2] = [1.0, 2.0];

fn main() {}
