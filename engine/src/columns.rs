//! Numbers and tables as text for people.

/// Where a column is flush.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Align {
    Left,
    Right,
}

/// Rows of cells below one another, three blanks between the columns, no blanks at the ends of lines.
pub(crate) fn table(align: &[Align], rows: &[Vec<String>]) -> String {
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..align.len()).map(width).collect();
    let mut text = String::new();
    for row in rows {
        let cells = row.iter().zip(align).zip(&widths).map(|((cell, align), width)| match align {
            Align::Left => format!("{cell:width$}"),
            Align::Right => format!("{cell:>width$}"),
        });
        let line = cells.collect::<Vec<_>>().join("   ");
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// A number to so many significant digits, without zeros that say nothing.
pub(crate) fn digits(x: f64, significant: usize) -> String {
    let rounded: f64 = format!("{x:.*e}", significant - 1).parse().unwrap_or(x);
    match rounded.abs() {
        _ if !x.is_finite() => x.to_string(),
        0.0 | 1e-4..1e7 => rounded.to_string(),
        _ => format!("{rounded:e}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_as_short_as_they_can_be() {
        let texts = [
            (0.1 + 0.2, "0.3"),
            (-0.19661193324148185, "-0.19661193"),
            (12345678.0, "1.2345678e7"),
            (0.5, "0.5"),
            (-0.0, "-0"),
            (1e7, "1e7"),
            (9999999.999, "1e7"),
            (1.0 / 3.0 * 1e-5, "3.3333333e-6"),
            (f64::NAN, "NaN"),
            (f64::NEG_INFINITY, "-inf"),
        ];
        for (x, text) in texts {
            assert_eq!(digits(x, 8), text);
        }
    }

    #[test]
    fn columns_are_aligned() {
        let row = |a: &str, b: &str, c: &str| vec![a.to_owned(), b.to_owned(), c.to_owned()];
        let rows = [row("name", "π", ""), row("x", "3.14", "c")];
        assert_eq!(table(&[Align::Left, Align::Right, Align::Left], &rows), "name      π\nx      3.14   c\n");
    }
}
