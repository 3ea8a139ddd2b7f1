//! Cameras, images and losses.

use gradus::grad;

/// A vector turned by Rodrigues' formula; tiny angles by the first terms of the series.
#[grad]
pub fn rodrigues(r: [f64; 3], p: [f64; 3]) -> [f64; 3] {
    let theta2 = r[0] * r[0] + r[1] * r[1] + r[2] * r[2];
    let cross = [r[1] * p[2] - r[2] * p[1], r[2] * p[0] - r[0] * p[2], r[0] * p[1] - r[1] * p[0]];
    if theta2 < 1e-12 {
        return [p[0] + cross[0], p[1] + cross[1], p[2] + cross[2]];
    }
    let theta = theta2.sqrt();
    let (s, c) = (theta.sin() / theta, (1.0 - theta.cos()) / theta2);
    let dot = r[0] * p[0] + r[1] * p[1] + r[2] * p[2];
    let cosine = theta.cos();
    let mut out = [0.0; 3];
    for i in 0..3 {
        out[i] = p[i] * cosine + cross[i] * s + r[i] * dot * c;
    }
    out
}

/// A residual of bundle adjustment: camera (rotation, translation, focal length, two distortions), point, what was seen.
#[grad]
pub fn reprojection(camera: &[f64; 9], point: &[f64; 3], seen: [f64; 2]) -> f64 {
    let rotation = [camera[0], camera[1], camera[2]];
    let theta2 = rotation[0] * rotation[0] + rotation[1] * rotation[1] + rotation[2] * rotation[2];
    let mut p = [0.0; 3];
    let cross = [
        rotation[1] * point[2] - rotation[2] * point[1],
        rotation[2] * point[0] - rotation[0] * point[2],
        rotation[0] * point[1] - rotation[1] * point[0],
    ];
    if theta2 > f64::EPSILON {
        let theta = theta2.sqrt();
        let (sin, cos) = theta.sin_cos();
        let mut dot = 0.0;
        for i in 0..3 {
            dot += rotation[i] * point[i];
        }
        for i in 0..3 {
            p[i] = point[i] * cos + cross[i] / theta * sin + rotation[i] * dot * (1.0 - cos) / theta2;
        }
    } else {
        for i in 0..3 {
            p[i] = point[i] + cross[i];
        }
    }
    for i in 0..3 {
        p[i] += camera[3 + i];
    }
    let (x, y) = (-p[0] / p[2], -p[1] / p[2]);
    let r2 = x * x + y * y;
    let distortion = 1.0 + r2 * (camera[7] + camera[8] * r2);
    let (dx, dy) = (camera[6] * distortion * x - seen[0], camera[6] * distortion * y - seen[1]);
    dx * dx + dy * dy
}

/// The same through the marked rotation, over all observations.
#[grad]
pub fn bundle(cameras: &[[f64; 7]], points: &[[f64; 3]], observations: &[(usize, usize)], seen: &[[f64; 2]]) -> f64 {
    let mut cost = 0.0;
    for (k, &(c, p)) in observations.iter().enumerate() {
        let camera = &cameras[c];
        let turned: [f64; 3] = rodrigues([camera[0], camera[1], camera[2]], points[p]);
        let depth = turned[2] + camera[5];
        let x = camera[6] * (turned[0] + camera[3]) / depth;
        let y = camera[6] * (turned[1] + camera[4]) / depth;
        cost += (x - seen[k][0]).powi(2) + (y - seen[k][1]).powi(2);
    }
    0.5 * cost
}

/// Huber's loss over residuals.
#[grad]
pub fn huber(residuals: &[f64], delta: f64) -> f64 {
    let mut loss = 0.0;
    for r in residuals {
        let a = r.abs();
        loss += if a <= delta { 0.5 * a * a } else { delta * (a - 0.5 * delta) };
    }
    loss
}

/// The hinge loss of signed labels.
#[grad]
pub fn hinge(w: &[f64], b: f64, x: &[[f64; 2]], labels: &[i8]) -> f64 {
    let mut loss = 0.0;
    for (x, &label) in x.iter().zip(labels) {
        let score = w[0] * x[0] + w[1] * x[1] + b;
        loss += (1.0 - label as f64 * score).max(0.0);
    }
    loss / labels.len() as f64
}

/// Tversky's loss of soft predictions.
#[grad]
pub fn tversky(predicted: &[f64], truth: &[bool], alpha: f64, beta: f64) -> f64 {
    let (mut hits, mut false_alarms, mut misses) = (0.0, 0.0, 0.0);
    for (p, t) in predicted.iter().zip(truth) {
        if *t {
            hits += p;
            misses += 1.0 - p;
        } else {
            false_alarms += p;
        }
    }
    1.0 - hits / (hits + alpha * false_alarms + beta * misses + 1e-6)
}

/// The total variation of an image, smoothed at zero.
#[grad]
pub fn total_variation(image: &[f64], width: usize, softness: f64) -> f64 {
    let height = image.len() / width;
    let mut norm = 0.0;
    for y in 0..height - 1 {
        for x in 0..width - 1 {
            let here = image[y * width + x];
            let dx = image[y * width + x + 1] - here;
            let dy = image[(y + 1) * width + x] - here;
            norm += (dx * dx + dy * dy + softness).sqrt();
        }
    }
    norm
}

/// Bilinear interpolation at a position: the cell is chosen by the integer part.
#[grad]
pub fn bilinear(image: &[f64], width: usize, x: f64, y: f64) -> f64 {
    let (column, row) = (x.floor() as usize, y.floor() as usize);
    let (u, v) = (x - column as f64, y - row as f64);
    let at = row * width + column;
    let top = (1.0 - u) * image[at] + u * image[at + 1];
    let bottom = (1.0 - u) * image[at + width] + u * image[at + width + 1];
    (1.0 - v) * top + v * bottom
}

/// A convolution with a 3x3 kernel, its squares summed.
#[grad]
pub fn convolution2(image: &[f64], kernel: &[[f64; 3]; 3], width: usize, height: usize) -> f64 {
    let mut energy = 0.0;
    for y in 1..height - 1 {
        for x in 1..width - 1 {
            let mut value = 0.0;
            for (dy, row) in kernel.iter().enumerate() {
                for (dx, k) in row.iter().enumerate() {
                    value += k * image[(y + dy - 1) * width + x + dx - 1];
                }
            }
            energy += value * value;
        }
    }
    energy
}

/// The cost of k-means: each point to its nearest centre.
#[grad]
pub fn k_means(points: &[[f64; 2]], centres: &[[f64; 2]]) -> f64 {
    let mut cost = 0.0;
    for p in points {
        let mut nearest = f64::INFINITY;
        for c in centres {
            let d = (p[0] - c[0]).powi(2) + (p[1] - c[1]).powi(2);
            nearest = nearest.min(d);
        }
        cost += nearest;
    }
    cost
}

/// The same by the index of the nearest.
#[grad]
pub fn k_means_by_index(points: &[f64], centres: &[f64]) -> f64 {
    let mut cost = 0.0;
    for &p in points {
        let mut best = 0;
        for j in 1..centres.len() {
            if (p - centres[j]).abs() < (p - centres[best]).abs() {
                best = j;
            }
        }
        cost += (p - centres[best]) * (p - centres[best]);
    }
    cost
}
