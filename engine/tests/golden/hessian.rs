/// Returns a 3 by 3 matrix by rows.
pub fn hessian(x: f64, y: f64, z: f64) -> [[f64; 3]; 3] {
    let t1 = (x * x + y * y + z * z).sqrt().powi(3);
    let m_0_1 = x * y / t1;
    let m_0_2 = x * z / t1;
    let m_1_2 = y * z / t1;
    let m_0_0 = x * x / t1;
    [
        [m_0_0, m_0_1, m_0_2],
        [m_0_1, 0.0, m_1_2],
        [m_0_2, m_1_2, 0.0],
    ]
}
