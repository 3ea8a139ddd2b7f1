//! Marked helpers that return arrays, called where the shape of the result shows beside them only.

use gradus::grad;

/// Where an arm with turning joints reaches.
#[grad]
pub mod arm {
    use std::array::from_fn;

    const HERE: [[f64; 4]; 4] =
        [[1.0, 0.0, 0.0, 0.0], [0.0, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 0.0], [0.0, 0.0, 0.0, 1.0]];

    fn product(a: &[[f64; 4]; 4], b: &[[f64; 4]; 4]) -> [[f64; 4]; 4] {
        from_fn(|i| from_fn(|j| (0..4).map(|k| a[i][k] * b[k][j]).sum()))
    }

    fn turned(angle: f64) -> [[f64; 4]; 4] {
        let (s, c) = angle.sin_cos();
        [[c, -s, 0.0, 0.0], [s, c, 0.0, 0.0], [0.0, 0.0, 1.0, 0.0], [0.0, 0.0, 0.0, 1.0]]
    }

    fn moved(by: [f64; 3]) -> [[f64; 4]; 4] {
        let mut pose: [[f64; 4]; 4] = HERE;
        for (row, by) in pose.iter_mut().zip(by) {
            row[3] = by;
        }
        pose
    }

    /// The squared distance of the hand from a target, and how much neighbouring joints differ.
    pub fn reach(joints: &[f64], offsets: &[[f64; 3]], target: [f64; 3]) -> f64 {
        let mut pose: [[f64; 4]; 4] = HERE;
        for (&joint, &offset) in joints.iter().zip(offsets) {
            pose = product(&pose, &product(&turned(joint), &moved(offset)));
        }
        let hand = [pose[0][3], pose[1][3], pose[2][3]];
        let error: f64 = hand.iter().zip(target.iter()).map(|(a, b)| (a - b).powi(2)).sum();
        let effort: f64 = joints.windows(2).map(|w| (w[1] - w[0]).powi(2)).sum();
        error + 1e-2 * effort
    }
}

/// A product of quaternions.
#[grad]
pub fn quaternion_product(a: [f64; 4], b: [f64; 4]) -> [f64; 4] {
    let [aw, ax, ay, az] = a;
    let [bw, bx, by, bz] = b;
    [
        aw * bw - ax * bx - ay * by - az * bz,
        aw * bx + ax * bw + ay * bz - az * by,
        aw * by - ax * bz + ay * bw + az * bx,
        aw * bz + ax * by - ay * bx + az * bw,
    ]
}

/// A quaternion of length 1.
#[grad]
pub fn normalised(q: &[f64; 4]) -> [f64; 4] {
    let norm = q.iter().map(|x| x * x).sum::<f64>().sqrt();
    q.map(|x| x / norm)
}

/// An attitude turned by measured rates: how far it is from its goal. The state goes into the call by value and comes out of it.
#[grad]
pub fn attitude(start: &[f64; 4], rates: &[[f64; 3]], dt: f64, goal: [f64; 4]) -> f64 {
    let mut q = *start;
    for rate in rates {
        let half = rate.map(|rate| 0.5 * rate * dt);
        q = quaternion_product(q, [1.0, half[0], half[1], half[2]]);
        q = normalised(&q);
    }
    let error: [f64; 4] = quaternion_product([goal[0], -goal[1], -goal[2], -goal[3]], q);
    1.0 - error[0] * error[0] + error[1..].iter().map(|x| x * x).sum::<f64>()
}

/// A step of a series.
#[grad]
pub fn relaxed(x: Vec<f64>, rate: f64) -> Vec<f64> {
    x.iter().map(|v| v - rate * v * v).collect()
}

/// A `Vec` that goes into a call by value and comes out of it.
#[grad]
pub fn relaxation(start: &[f64], rate: f64, steps: usize) -> f64 {
    let mut x = start.to_vec();
    for _ in 0..steps {
        x = relaxed(x, rate);
    }
    let last: Vec<f64> = relaxed(x.clone(), rate);
    x[0] += 1.0;
    x[0] * last[1] + last[0]
}
