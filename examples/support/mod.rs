//! What the examples share: facts that are printed and checked, a command line, files to look at.

// Each example uses a part of it.
#![allow(dead_code)]

pub mod curve;
pub mod random;

use std::error::Error;
use std::fmt::{self, Display};
use std::io;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use lexopt::prelude::*;

/// Prints a line. That a reader such as `head` has seen enough is no error.
macro_rules! say {
    ($($text:tt)*) => {{
        use std::io::Write as _;
        let _ = writeln!(std::io::stdout(), $($text)*);
    }};
}

pub(crate) use say;

/// Prints what was computed beside what is known, and remembers whether they differ.
#[derive(Default)]
pub struct Facts {
    wrong: usize,
}

impl Facts {
    /// A heading, and a line that says what is coming.
    pub fn section(&self, title: &str, about: &str) {
        say!("\n{title}\n{}\n{about}\n", "─".repeat(title.chars().count()));
    }

    /// A table or other text of several lines.
    pub fn show(&self, text: impl Display) {
        for line in text.to_string().trim_end().lines() {
            say!("{}", format!("    {line}").trim_end());
        }
        say!("");
    }

    /// A number known to the digits with which it is written in the lecture: eight behind the point.
    pub fn number(&mut self, what: &str, got: f64, known: f64) {
        self.within(what, got, known, 1e-8);
    }

    /// A number known to within so much.
    pub fn within(&mut self, what: &str, got: f64, known: f64, tolerance: f64) {
        self.judge((got - known).abs() <= tolerance, &format!("{what:<8} = {}", brief(got)), known);
    }

    /// A number that has two ways to be computed, which agree except for the rounding of their last digits.
    pub fn same(&mut self, what: &str, got: f64, want: f64) {
        self.within(what, got, want, 1e-13 * want.abs().max(1.0));
    }

    /// A text known letter by letter.
    pub fn text(&mut self, what: &str, got: impl Display, known: &str) {
        let got = got.to_string();
        self.judge(got == known, &format!("{what:<8} = {got}"), known);
    }

    /// Something that has to hold.
    pub fn holds(&mut self, what: &str, right: bool) {
        self.judge(right, what, "so");
    }

    fn judge(&mut self, right: bool, line: &str, known: impl Display) {
        if right {
            say!("  ✓ {line}");
        } else {
            self.wrong += 1;
            say!("  ✗ {line}   WRONG: it should be {known}");
        }
    }
}

/// A number with eight digits behind the point, or as many significant ones where it is small or large.
pub fn brief(x: f64) -> String {
    let rounded: f64 = match x.abs() {
        1e-4..1e8 => format!("{x:.8}"),
        _ => format!("{x:.8e}"),
    }
    .parse()
    .unwrap_or(x);
    // The sign of a zero is of no interest.
    format!("{:?}", rounded + 0.0).trim_end_matches(".0").to_owned()
}

/// Runs an example: `--help` prints the usage, anything wrong on the command line prints it, too, and fails. It fails as well where
/// a fact is wrong.
pub fn run(usage: &str, body: impl FnOnce(&mut Facts) -> Result<(), Box<dyn Error>>) -> ExitCode {
    run_with_options(usage, &[], |facts, _| body(facts))
}

/// The same for an example that writes files: `--out` names their directory, which is made if need be.
pub fn run_with_files(usage: &str, body: impl FnOnce(&mut Facts, &Files) -> Result<(), Box<dyn Error>>) -> ExitCode {
    run_with_options(usage, &["out"], |facts, options| body(facts, &options.files))
}

/// The same for an example that trains and draws its curve: `--steps` says for how long.
pub fn run_training(
    usage: &str,
    steps: usize,
    body: impl FnOnce(&mut Facts, &Files, usize) -> Result<(), Box<dyn Error>>,
) -> ExitCode {
    run_with_options(usage, &["out", "steps"], |facts, options| {
        body(facts, &options.files, options.steps.unwrap_or(steps))
    })
}

fn run_with_options(
    usage: &str,
    known: &[&str],
    body: impl FnOnce(&mut Facts, &Options) -> Result<(), Box<dyn Error>>,
) -> ExitCode {
    let wrong_command_line = |error: &dyn Display| {
        eprintln!("{error}\n\n{usage}");
        ExitCode::from(2)
    };
    let options = match arguments(known) {
        Ok(Some(options)) => options,
        Ok(None) => {
            say!("{usage}");
            return ExitCode::SUCCESS;
        }
        Err(error) => return wrong_command_line(&error),
    };
    let mut facts = Facts::default();
    if let Err(error) = body(&mut facts, &options) {
        if error.is::<Unwritable>() {
            return wrong_command_line(&error);
        }
        eprintln!("{error}");
        return ExitCode::FAILURE;
    }
    match facts.wrong {
        0 => {
            say!("\nAll of it as the notes have it.");
            ExitCode::SUCCESS
        }
        wrong => {
            eprintln!("\n{wrong} of the facts above are wrong.");
            ExitCode::FAILURE
        }
    }
}

/// What the command line says.
struct Options {
    files: Files,
    steps: Option<usize>,
}

/// The command line, of which an example knows these options; `None` for help.
fn arguments(known: &[&str]) -> Result<Option<Options>, Box<dyn Error>> {
    let mut directory = std::env::temp_dir().join("gradus");
    let mut steps = None;
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Short('h') | Long("help") => return Ok(None),
            Long("out") if known.contains(&"out") => {
                directory = parser.value()?.into();
                if directory.as_os_str().is_empty() {
                    return Err("`--out`: the name of a directory".into());
                }
            }
            Long("steps") if known.contains(&"steps") => {
                let text = parser.value()?.string()?;
                let number: Option<NonZero<usize>> = text.parse().ok();
                steps = Some(number.ok_or_else(|| format!("`--steps {text}`: a whole number above 0"))?.get());
            }
            _ => return Err(argument.unexpected().into()),
        }
    }
    let files = Files { directory };
    if known.contains(&"out") {
        // Before anything is computed, for that may take a while.
        std::fs::create_dir_all(&files.directory).map_err(|error| Unwritable::new(&files.directory, &error))?;
    }
    Ok(Some(Options { files, steps }))
}

/// Where an example puts its files.
pub struct Files {
    directory: PathBuf,
}

impl Files {
    /// Writes a file and says so.
    pub fn write(&self, name: &str, text: &str) -> Result<(), Box<dyn Error>> {
        let path = self.directory.join(name);
        std::fs::write(&path, text).map_err(|error| Unwritable::new(&path, &error))?;
        say!("    wrote {}", path.display());
        Ok(())
    }
}

/// A file or directory that cannot be written, and why.
#[derive(Debug)]
struct Unwritable(String);

impl Unwritable {
    fn new(path: &Path, error: &io::Error) -> Self {
        Unwritable(format!("{}: {error}", path.display()))
    }
}

impl Display for Unwritable {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl Error for Unwritable {}
