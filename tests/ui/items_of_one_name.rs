use gradus::grad;

const K: f64 = 2.0;

#[grad]
fn of_a_block(x: f64) -> f64 {
    let a = {
        const K: f64 = 3.0;
        x * K
    };
    a * x * K
}

#[grad]
mod module {
    const K: f64 = 2.0;

    pub struct Point {
        x: f64,
    }

    fn scaled(p: Point) -> f64 {
        p.x * K
    }

    pub fn f(x: f64) -> f64 {
        const K: f64 = 3.0;
        scaled(Point { x }) * K
    }
}

fn main() {}
