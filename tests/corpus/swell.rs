//! Four derivatives that swell when they are done naively.

/// The product of `sin(k*x)` for k = 1 to 50.
pub fn product_of_sines() -> String {
    let factors: Vec<String> = (1..=50).map(|k| format!("sin({k}*x)")).collect();
    factors.join("*")
}

/// A function whose tenth derivative is wanted.
pub fn tenth_derivative() -> String {
    "exp(sin(x))*x^3".to_owned()
}

/// `count` equations in as many unknowns `x0, x1, ..`, of eight terms each: a power product of two unknowns, a sine of a multiple
/// or of a product, or an exponential of a small multiple, in turn by chance.
pub fn equations(count: usize) -> Vec<String> {
    let mut rng = fastrand::Rng::with_seed(7);
    let equation = |_| {
        let term = |_| {
            let (i, j) = (rng.usize(..count), rng.usize(..count));
            let (c, p, q) = (rng.i32(1..10), rng.i32(1..4), rng.i32(1..3));
            match rng.usize(..4) {
                0 => format!("{c}*x{i}^{p}*x{j}^{q}"),
                1 => format!("{c}*sin({q}*x{i})"),
                2 => format!("{c}*cos(x{i}*x{j})"),
                _ => format!("{c}*exp(-0.{q}*x{i})"),
            }
        };
        (0..8).map(term).collect::<Vec<String>>().join(" + ")
    };
    (0..count).map(equation).collect()
}

/// The determinant of an n by n matrix `a0_0, ..` by cofactors along the rows, every minor of the lower rows written once.
pub fn determinant(n: usize) -> String {
    let mut text = String::new();
    // m<set> is the minor of the last rows and the columns of the set.
    for rows in 1..=n {
        for set in (0..1usize << n).filter(|set| set.count_ones() as usize == rows) {
            let row = n - rows;
            let columns = (0..n).filter(|column| set >> column & 1 == 1);
            let mut minor = String::new();
            for (k, column) in columns.enumerate() {
                let sign = if k % 2 == 1 {
                    " - "
                } else if k > 0 {
                    " + "
                } else {
                    ""
                };
                minor += sign;
                minor += &format!("a{row}_{column}");
                if rows > 1 {
                    minor += &format!("*m{}", set & !(1 << column));
                }
            }
            if rows == n {
                text += &minor;
            } else {
                text += &format!("m{set} = {minor}; ");
            }
        }
    }
    text
}
