//! The attribute macro of `gradus`; its documentation stands at [`macro@grad`].

mod attr;
mod errors;
mod expand;
mod expand2;
mod fallback;
mod fallback2;
mod marked;
mod print;
mod read;
mod read2;
mod write;
mod write2;

/// Writes the gradient of a function beside it.
///
/// ```
/// # use gradus_macros::grad;
/// #[grad]
/// fn f(x: f64, y: f64) -> f64 {
///     let s = x * y;
///     s.sin() + x
/// }
///
/// let (value, (d_x, d_y)) = f_grad(2.0, 0.5);
/// assert_eq!(value, f(2.0, 0.5));
/// assert_eq!((d_x, d_y), (1.0_f64.cos() * 0.5 + 1.0, 1.0_f64.cos() * 2.0));
/// ```
///
/// # What is generated
///
/// `fn f` stays as it is. Beside it, with the same visibility, generics and lint attributes, stand
///
/// | function | returns |
/// |---|---|
/// | `f_grad(x, y)` | `(value, (d_x, d_y))`, the value of `f` and its partial by each `f64` parameter; one such parameter: `(value, d_x)` |
/// | `f_grad_into(x, y, &mut d_x, &mut d_y)` | the value; overwrites the partials |
/// | `f_vjp(x, y, seed, Some(&mut d_x), None)` | the value; adds `seed` times each partial to its slot, where one is given |
///
/// The value is that of `f` bit for bit: it is computed with the operations of `f` in the order of `f`. Only the gradient is
/// simplified. The generated functions need no runtime crate, allocate nothing and have no `unsafe`.
///
/// `#[grad(wrt(x))]` takes the partials by `x` only, `#[grad(name = df)]` names the functions `df` and `df_into`. In an `impl`
/// block the attribute stands on associated functions and on methods, whose `self` is a constant.
///
/// # What is read
///
/// Functions of `f64` parameters (or of `f32` ones throughout) that return one such number. Integers, `bool`, `char` and `&str`
/// are constants. In the body: `let` with shadowing and destructuring of tuples, `let mut` with `=`, `+=` and so on, blocks,
/// `if`/`else` on comparisons with `&&`, `||`, `!`, all differentiable methods of `f64` as `x.sin()` or `f64::sin(x)`, `libm::sin(x)`,
/// constants such as `std::f64::consts::PI`, `const` items, fields of `self`, and `n as f64` for an integer `n`.
///
/// Whatever else stands in the body is a compile error on that very token; nothing is ignored. Loops, slices, arrays, early `return`
/// and calls of other functions are not read yet.
///
/// With `libm::sin(x)` the derivative calls `libm::cos`, so that a `no_std` crate stays one. A trait that gives `f64` the method
/// `sin` works too, when it gives the methods of the derivative as well.
///
/// # Kinks
///
/// `max` and `min` pass the derivative to the operand that is returned; at a tie a literal or a constant beats anything else,
/// else the first operand wins, so `x.max(0.0)` has derivative 0 at 0. That of `abs` at 0 is 0, that of `hypot` at the origin 0, of `clamp` at a
/// bound 0, of `floor`, `round` and the like 0 everywhere; that of `sqrt` at 0 is `+inf`. A point where an `if` changes sides belongs to the
/// branch that the comparison picks, and the branch not taken contributes nothing, not even NaN.
///
/// # Features
///
/// `egraph` (default) simplifies the gradient by equality saturation; without it the macro builds faster.
#[proc_macro_attribute]
pub fn grad(attribute: proc_macro::TokenStream, item: proc_macro::TokenStream) -> proc_macro::TokenStream {
    expand2::expand(attribute.into(), item.into()).into()
}
