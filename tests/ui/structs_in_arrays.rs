use gradus::grad;

#[grad]
mod m {
    #[derive(Clone, Copy)]
    struct Particle {
        x: f64,
        v: f64,
    }

    pub fn listed(x: f64) -> f64 {
        let particles = [Particle { x, v: 1.0 }, Particle { x: 2.0 * x, v: 0.0 }];
        particles[0].x * particles[1].v
    }

    pub fn pushed(x: f64) -> f64 {
        let mut particles = Vec::new();
        for i in 0..3 {
            particles.push(Particle { x: x * i as f64, v: 1.0 });
        }
        particles.iter().map(|p| p.x * p.v).sum::<f64>() + particles[1].x
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
