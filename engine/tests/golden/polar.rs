/// Returns a 2 by 2 matrix by rows.
pub fn polar(x: f64, y: f64) -> [[f64; 2]; 2] {
    let m_0_0 = y.cos();
    let m_1_0 = y.sin();
    [[m_0_0, -x * m_1_0], [m_1_0, x * m_0_0]]
}
