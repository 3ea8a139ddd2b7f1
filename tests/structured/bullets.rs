//! What the attribute says it reads, each with functions that are read, and whose gradients are right.

use crate::oracles::cases;

/// The construct, and functions that use it.
const BULLETS: &[(&str, &[&str])] = &[
    ("`let`", &["bindings::lets"]),
    ("shadowing", &["bindings::shadowing", "recurrent::twice"]),
    ("destructuring", &["bindings::destructuring", "bindings::exchanged", "robotics::unicycle"]),
    ("`let mut`", &["bindings::compound", "lecture::neuron"]),
    ("compound assignments", &["bindings::compound", "bindings::compound_elements"]),
    ("tuples", &["bindings::tuples", "solvers::arithmetic_geometric"]),
    ("`Vec`s of rows that grow", &["growing::pushed_rows", "growing::triangle", "growing::kept_layers"]),
    ("`unzip`, `partition`, `concat`", &["growing::apart_and_together"]),
    ("what is counted after a filter", &["growing::counted"]),
    ("`for k in 0..`", &["growing::without_end"]),
    ("arrays of tuples", &["pairs::shoelace", "pairs::line_fit", "pairs::changed_points", "pairs::table_of_values"]),
    ("arrays", &["bindings::arrays", "ode::lorenz", "robotics::kalman"]),
    ("2-D arrays", &["bindings::arrays_of_arrays", "robotics::six_joints", "linear::determinant4"]),
    ("`vec![0.0; n]`", &["bindings::filled_vec", "densities::hmm_forward", "dynamic::time_warping"]),
    ("`with_capacity` and `push`", &["bindings::pushed_vec", "sequences::cumulative_products"]),
    ("struct literals and fields", &["bindings::structs"]),
    ("blocks as expressions", &["bindings::blocks"]),
    ("`if`, `else if`, `else`", &["control::branches", "lecture::svm_loss", "dynamic::cheapest_path"]),
    ("`match` on integers", &["control::match_integer", "control::program"]),
    ("`match` on `bool`s", &["control::match_bool"]),
    ("`match` on ranges", &["control::match_integer", "control::program"]),
    ("`match` on simple enums", &["control::match_enum"]),
    ("early `return`", &["control::early", "vision::rodrigues", "sequences::piecewise_linear"]),
    ("early `return` inside a loop", &["control::first_above", "solvers::secant", "linear::determinant"]),
    ("`for` over `..`", &["control::ranges", "lecture::neuron"]),
    ("`for` over `..=`", &["control::ranges", "sequences::autocorrelation"]),
    ("`.rev()`", &["control::ranges", "solvers::continued_fraction", "iterators::over_ranges"]),
    ("`.step_by()`", &["control::ranges", "iterators::selected"]),
    ("`for` over slices", &["control::over_slices", "recurrent::lstm"]),
    ("`iter`, `map`, `sum`", &["iterators::mapped_sum", "iterators::nested_chains", "optimisation::rastrigin"]),
    ("`into_iter`", &["iterators::into_iterators"]),
    ("`zip`", &["iterators::zipped", "nets::mean_squared_error"]),
    ("`enumerate`", &["iterators::enumerated", "optimisation::griewank"]),
    ("`skip`, `take`", &["iterators::selected", "iterators::pairs", "physics::gravity"]),
    ("`windows`", &["iterators::windowed", "sequences::convolution", "optimisation::rosenbrock_windows"]),
    ("`chunks_exact`", &["iterators::windowed", "sequences::normalised_rows", "optimisation::powell"]),
    ("`filter`", &["iterators::filtered", "densities::kullback_leibler"]),
    ("`copied`, `cloned`", &["iterators::owned_items"]),
    ("`product`", &["iterators::products", "sequences::geometric_mean"]),
    ("`fold`", &["iterators::folded", "sequences::largest_by_fold", "solvers::horner_fold"]),
    ("`for_each`", &["iterators::each"]),
    ("`iter_mut`", &["control::through_mutable", "sequences::softmax"]),
    ("`while`", &["control::halvings", "control::counting_down", "solvers::newton_root", "ode::bouncing"]),
    ("`loop` with `break`", &["control::doubling", "physics::kepler_radius"]),
    ("`break` with a value", &["control::search", "solvers::fixed_point"]),
    ("`continue`", &["control::skipping", "lecture::hinge_of_scores", "densities::weibull"]),
    ("labels", &["control::labelled", "control::labelled_value"]),
    ("nested loops with bounds from data", &["control::ragged", "control::sparse_product"]),
    ("closures bound to names", &["control::closures", "solvers::simpson", "finance::black_scholes"]),
    ("consts and statics", &["bindings::constants", "robotics::six_joints"]),
    ("`std::f64::consts`", &["bindings::constants", "densities::normal_density"]),
    ("method and path call forms", &["bindings::call_forms"]),
    ("casts", &["bindings::casts", "vision::bilinear", "optimisation::michalewicz"]),
    ("integer arithmetic", &["bindings::integers", "physics::ring_of_springs"]),
    ("`assert!`, `debug_assert!`", &["bindings::assertions"]),
    ("marked helpers", &["linear::quadratic_form", "linear::squared_length", "items::calls"]),
    ("helpers in other modules", &["items::calls_by_path"]),
    (
        "helpers that return arrays, tuples, `Vec`s",
        &["items::calls_of_shapes", "robotics::two_joints", "vision::bundle"],
    ),
    ("helpers that write", &["items::calls_of_buffers"]),
    ("recursion", &["items::power", "items::pairwise", "items::nested_root"]),
    ("a marked module", &["springs::chain"]),
    ("const generics", &["nets::small_net", "linear::trace_of_power", "items::generic_mean", "items::calls_generic"]),
    ("tuples as parameters", &["items::tuple_parameters", "nets::four_neurons", "finance::heston_path"]),
    ("`Vec` parameters", &["items::shapes", "items::changed"]),
    ("parameters that are changed", &["items::changed"]),
    ("`&mut` parameters", &["sequences::cumulate", "linear::back_substitution", "items::scale_into"]),
    ("results that are no number", &["items::rotated", "items::polar", "items::differences"]),
    ("methods", &["Model::response", "Model::energy"]),
    ("constants of every type", &["items::constant_parameters"]),
    ("`Option`s of numbers", &["perhaps::nearest_sphere", "perhaps::photometric", "perhaps::roots"]),
    ("`if let` with `&&`, `while let`", &["perhaps::neighbours"]),
    ("patterns of slices", &["perhaps::by_pattern"]),
    ("numbers and structs by `&mut` in one function", &["borrowed::kicks_and_drifts", "borrowed::states"]),
    ("`scan`, `skip_while`, `map_while`, `filter_map`", &["adaptors::scanned", "adaptors::around_a_limit"]),
    ("`max_by`, `min_by`", &["adaptors::extremes", "adaptors::pivoted"]),
    ("`cycle`, `repeat`, `iter::zip`", &["adaptors::shoelace", "adaptors::extended"]),
    ("`extend`", &["adaptors::extended"]),
    ("ranges of any integer type, and under names", &["adaptors::exponents", "adaptors::extended"]),
    ("arrays that go into calls by value and come out", &["helpers::attitude", "helpers::relaxation", "arm::reach"]),
    ("iterators asked one by one", &["adaptors::crossings", "adaptors::smoothed"]),
    ("`sort_by`, `reverse`", &["orders::trimmed", "orders::medians", "orders::by_size"]),
    ("mutation in place", &["ode::heat", "densities::multivariate_normal", "sequences::median"]),
];

#[test]
fn every_bullet_has_functions_that_are_read() {
    let cases = cases();
    let is_read = |name: &str| cases.iter().any(|case| case.name == name && case.generated.is_some());
    let all = BULLETS.iter().flat_map(|(bullet, names)| names.iter().map(move |name| (bullet, name)));
    let missing: Vec<String> =
        all.filter(|(_, name)| !is_read(name)).map(|(bullet, name)| format!("{bullet}: {name}")).collect();
    assert!(missing.is_empty(), "not read:\n{}", missing.join("\n"));
}

#[test]
fn there_are_enough() {
    let mut names: Vec<&str> = cases().iter().filter(|case| case.generated.is_some()).map(|case| case.name).collect();
    names.dedup();
    assert!(names.len() >= 60, "{}", names.len());
}
