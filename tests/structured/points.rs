//! Where the functions are looked at.

use crate::case::Case;
use crate::support::random;

/// The points known beforehand, five that are fixed, and some random ones.
pub fn ordinary(case: &Case, random: usize) -> Vec<Vec<f64>> {
    let mut points: Vec<Vec<f64>> = case.known.iter().map(|(at, ..)| at.clone()).collect();
    points.extend((0..5).map(|k| spread(case, k)));
    let mut rng = random::rng(case.name.bytes().fold(7, |seed, b| seed * 31 % 1_000_003 + u64::from(b)));
    points.extend((0..random).map(|_| case.bounds.iter().map(|b| random::uniform(&mut rng, b.start, b.end)).collect()));
    points
}

/// The k-th of some points whose numbers are spread over their ranges, by squares of their positions: no three in line.
fn spread(case: &Case, k: usize) -> Vec<f64> {
    let golden = 0.618_033_988_749_894_9;
    let fraction = |i: usize| (golden * ((i + 1) * (i + 1)) as f64 + 0.23 * k as f64).fract();
    case.bounds.iter().enumerate().map(|(i, b)| b.start + (b.end - b.start) * fraction(i)).collect()
}

/// Numbers that are no ordinary ones, alone among ordinary ones and all at once.
pub fn special(case: &Case) -> Vec<Vec<f64>> {
    const SPECIAL: [f64; 12] = [
        0.0,
        -0.0,
        1.0,
        -1.0,
        f64::INFINITY,
        f64::NEG_INFINITY,
        f64::NAN,
        f64::MIN_POSITIVE,
        5e-324,
        f64::MAX,
        0.5,
        710.0,
    ];
    let size = case.bounds.len();
    let mut rng = random::rng(3);
    let mut points: Vec<Vec<f64>> = SPECIAL.iter().map(|&x| vec![x; size]).collect();
    for k in 0..60 {
        let mut point = spread(case, k);
        point[rng.usize(0..size)] = SPECIAL[k % SPECIAL.len()];
        points.push(point);
        points.push((0..size).map(|_| SPECIAL[rng.usize(0..SPECIAL.len())]).collect());
        points.push((0..size).map(|_| random::any_size(&mut rng, -300.0, 300.0)).collect());
    }
    points
}

/// A seed of either sign for each.
pub fn seeds(n: usize, seed: u64) -> Vec<f64> {
    let mut rng = random::rng(seed);
    (0..n).map(|_| random::uniform(&mut rng, 0.5, 2.0) * if rng.bool() { 1.0 } else { -1.0 }).collect()
}
