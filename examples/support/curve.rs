//! Training: a progress bar, and the picture of what fell meanwhile.

use std::error::Error;

use indicatif::{ProgressBar, ProgressStyle};
use plotters::prelude::*;

/// A bar that shows steps and the loss; nothing where the error stream is no terminal.
pub fn progress(steps: usize) -> ProgressBar {
    let style = ProgressStyle::with_template("    {bar:40} {pos}/{len}  loss {msg}  {eta} left")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(steps as u64).with_style(style)
}

const COLOURS: [RGBColor; 3] = [RGBColor(9, 105, 218), RGBColor(201, 37, 45), RGBColor(26, 127, 55)];
const GREY: RGBColor = RGBColor(208, 215, 222);

/// A curve: its name, and a number for every step.
pub type Series<'s> = (&'s str, &'s [f64]);

/// Positive numbers over steps, as SVG; the scale is logarithmic. A later curve is thinner, so that one below it shows.
pub fn picture(title: &str, curves: &[Series<'_>]) -> Result<String, Box<dyn Error>> {
    let numbers = || curves.iter().flat_map(|(_, numbers)| numbers.iter().copied());
    let (low, high) = (numbers().fold(f64::INFINITY, f64::min), numbers().fold(0.0, f64::max));
    // The axis starts just below a power of ten, from where its labels count.
    let floor = 0.99 * 10_f64.powf(low.log10().floor());
    let steps = curves.iter().map(|(_, numbers)| numbers.len()).max().unwrap_or(0);
    // Drawn on a fine grid, for coordinates are whole numbers, and shown at half that size.
    let mut svg = String::new();
    {
        let root = SVGBackend::with_string(&mut svg, (1600, 1000)).into_drawing_area();
        root.fill(&WHITE)?;
        let mut chart = ChartBuilder::on(&root)
            .caption(title, ("sans-serif", 40))
            .margin(32)
            .x_label_area_size(80)
            .y_label_area_size(130)
            .build_cartesian_2d(0..steps.max(2) - 1, (floor..high * 1.2).log_scale())?;
        chart
            .configure_mesh()
            .light_line_style(TRANSPARENT)
            .bold_line_style(GREY.mix(0.6).stroke_width(2))
            .axis_style(GREY.stroke_width(2))
            .x_desc("step")
            .y_desc("loss")
            .y_label_formatter(&|y| short(*y))
            .label_style(("sans-serif", 28))
            .draw()?;
        for (number, ((name, numbers), colour)) in curves.iter().zip(COLOURS).enumerate() {
            let style = colour.stroke_width(if number == 0 { 8 } else { 3 });
            chart
                .draw_series(LineSeries::new(numbers.iter().copied().enumerate(), style))?
                .label(*name)
                .legend(move |(x, y)| PathElement::new([(x, y), (x + 36, y)], style));
        }
        chart
            .configure_series_labels()
            .position(SeriesLabelPosition::UpperRight)
            .label_font(("sans-serif", 30))
            .legend_area_size(48)
            .margin(24)
            .background_style(WHITE.mix(0.8))
            .draw()?;
        root.present()?;
    }
    Ok(svg.replacen("width=\"1600\" height=\"1000\"", "width=\"800\" height=\"500\"", 1))
}

/// A number as a label.
fn short(x: f64) -> String {
    match x {
        1e-3..1e5 => format!("{}", (x * 1e4).round() / 1e4),
        _ => format!("{x:e}"),
    }
}
