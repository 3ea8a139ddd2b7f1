//! The attribute macro of `gradus`; its documentation stands at [`macro@grad`].

mod attr;
mod errors;
mod expand;
mod fallback;
mod generic;
mod marked;
mod print;
mod read;
mod write;

/// Writes the gradient of a function beside it.
///
/// ```
/// # use gradus_macros::grad;
/// /// A neuron with a sigmoid: inputs `x`, weights `w`, bias `b`.
/// #[grad]
/// fn neuron(w: &[f64], x: &[f64], b: f64) -> f64 {
///     let mut z = b;
///     for i in 0..w.len() {
///         z += w[i] * x[i];
///     }
///     1.0 / (1.0 + (-z).exp())
/// }
///
/// let (w, x) = ([2.0, -3.0], [-1.0, -2.0]);
/// let (value, (d_w, d_x, d_b)) = neuron_grad(&w, &x, -3.0);
/// assert_eq!(value, neuron(&w, &x, -3.0));
/// assert!((d_b - value * (1.0 - value)).abs() < 1e-15);
/// assert!((d_w[1] - d_b * x[1]).abs() < 1e-15);
/// ```
///
/// # What is generated
///
/// `fn f` stays as it is. Beside it, with the same visibility, generics and lint attributes, stand
///
/// | function | returns |
/// |---|---|
/// | `f_grad(w, x, b)` | `(value, (d_w, d_x, d_b))`: the value of `f` and its gradient; with one parameter `(value, d_x)` |
/// | `f_grad_into(w, x, b, &mut d_w, &mut d_x, &mut d_b)` | the value; overwrites the gradient |
/// | `f_vjp(w, x, b, seed, Some(&mut d_w), None, None)` | the value; adds `seed` times each partial to its slot, where one is given |
///
/// The value is that of `f` bit for bit: it is computed with the operations of `f` in the order of `f`. Only the gradient is simplified.
/// Loops stay loops. There is no tape and no run-time crate, and nothing `unsafe`.
///
/// A gradient has the shape of its parameter:
///
/// | parameter | gradient that `f_grad` returns | slot of `f_grad_into` |
/// |---|---|---|
/// | `f64`, `&f64` | `f64` | `&mut f64` |
/// | `[f64; N]`, `&[f64; N]`, `[[f64; M]; N]` | the same array | `&mut [f64; N]` |
/// | `&[f64]`, `Vec<f64>`, `&Vec<f64>` | `Vec<f64>` | `&mut [f64]`, of the length of the parameter |
/// | `&[[f64; 3]]`, `&[Vec<f64>]` | `Vec<[f64; 3]>`, `Vec<Vec<f64>>` | `&mut [[f64; 3]]`, `&mut [Vec<f64>]` |
/// | `&[(f64, f64)]`, `Vec<(f64, f64)>` | `Vec<(f64, f64)>` | `&mut [(f64, f64)]` |
/// | `(f64, [f64; 2])` | `(f64, [f64; 2])` | `&mut (f64, [f64; 2])` |
///
/// `f32` may stand for `f64` throughout, and so may a type parameter (see below). Integers, `bool`, `char`, strings and `self`, but for
/// [fields that `wrt` names](#fields-of-structs), are constants: they have no gradient. A slot of the wrong length is a panic that says so.
///
/// Where `f` returns an `Option` or a `Result`, so do these: `f_grad` an `Option<(f64, [f64; 2])>`, `f_grad_into` and `f_vjp` what `f` does. Where
/// there is no value, they end where `f` does, with its error, and `f_vjp` leaves the slots as they are. A function that returns `Result<(), E>` and
/// writes to a `&mut [f64]` has an `f_vjp` without a seed.
///
/// A function that returns arrays, a `Vec`, a tuple, or nothing but writes to a `&mut [f64]`, has no gradient; for it only `f_vjp` is
/// written. Its seed is a number for a number, a reference for an array (`&[f64; N]`, `&[f64]` for a `Vec`), a tuple of these for a tuple;
/// without a result there is none. `f_vjp` has one slot for each parameter, that of `self` first: an `Option` of what `f_grad_into`
/// takes, and `Option<Infallible>` (write `None`) for a constant. The slot of a `&mut [f64]` holds the adjoint of the final content when `f_vjp` is
/// called, and that of the initial content when it returns.
///
/// # Options
///
/// | | |
/// |---|---|
/// | `#[grad(wrt(x, w))]` | the gradient by these parameters only; `f_vjp` keeps a slot for all |
/// | `#[grad(wrt(p.mass: f64, x))]` | the gradient by a field of `p` too, in this order; all else of `p` is constant |
/// | `#[grad(name = df)]` | `df` and `df_into` in place of `f_grad` and `f_grad_into` |
/// | `#[grad(constant(p))]` | `p` is a constant, whatever its type; parameters of types that the macro does not know need this, or fields in `wrt` |
/// | `#[grad(no_alloc)]` | writes nothing that allocates: no `f_grad` of slices; an error where the sweep needs storage |
/// | `#[grad(rule(h = h_grad))]` | `f` calls `h`, which has no `h_vjp`: `h_grad` returns its value and partials, all of numbers |
/// | `#[grad(rule = v)]` | the body is not read: `v` is the pullback, with the parameters of `f_vjp` |
/// | `#[grad(print)]` | shows what is generated, formatted, among the compiler's messages |
///
/// In an `impl` block the attribute stands on associated functions and methods; the `impl` of a trait takes no further functions, so
/// there call a marked one. On a whole `impl` block or a module, `#[grad] mod m { .. }`, it marks every function in it that takes numbers
/// to numbers and is not marked itself; inner modules and traits are left alone. It also stands on a function inside a function.
///
/// In a module under the attribute its own types are seen: functions that take or return a `struct` of named fields, its methods, those
/// with `&mut self` too, and its operators (`impl Add for Vec3`) are read where they are called, as closures are. Functions of types with
/// type parameters and of tuple structs are not. The types of its constants are seen too: `let mut p = TABLE;`.
///
/// ```
/// # use gradus_macros::grad;
/// #[grad]
/// mod plane {
///     #[derive(Clone, Copy)]
///     struct Point {
///         x: f64,
///         y: f64,
///     }
///
///     impl std::ops::Sub for Point {
///         type Output = Point;
///         fn sub(self, o: Point) -> Point {
///             Point { x: self.x - o.x, y: self.y - o.y }
///         }
///     }
///
///     impl Point {
///         fn length(self) -> f64 {
///             self.x.hypot(self.y)
///         }
///     }
///
///     pub fn distance(a: (f64, f64), b: (f64, f64)) -> f64 {
///         (Point { x: a.0, y: a.1 } - Point { x: b.0, y: b.1 }).length()
///     }
/// }
///
/// let (value, (d_a, d_b)) = plane::distance_grad((3.0, 0.0), (0.0, 4.0));
/// assert_eq!(value, 5.0);
/// assert!((d_a.0 - 0.6).abs() < 1e-15 && (d_b.1 - 0.8).abs() < 1e-15);
/// ```
///
/// # Fields of structs
///
/// `wrt` names fields of struct parameters and of `self` with their types, which the macro does not see: numbers, arrays, `Vec`s, tuples of numbers,
/// also further in, `p.spring.k: f64`, and by position, `p.0: f64`. All else of the struct is constant, so there is no need of `constant(p)`.
///
/// ```
/// # use gradus_macros::grad;
/// struct Body {
///     mass: f64,
///     position: [f64; 2],
///     name: String,
/// }
///
/// #[grad(wrt(p.mass: f64, p.position: [f64; 2], g))]
/// fn energy(p: &Body, g: f64) -> f64 {
///     p.mass * g * p.position[1]
/// }
///
/// struct Neuron {
///     weights: [f64; 2],
///     bias: f64,
/// }
///
/// impl Neuron {
///     #[grad(wrt(self.weights: [f64; 2], self.bias: f64))]
///     fn predict(&self, x: &[f64; 2]) -> f64 {
///         let z: f64 = self.weights.iter().zip(x).map(|(w, x)| w * x).sum();
///         (z + self.bias).tanh()
///     }
/// }
///
/// let p = Body { mass: 2.0, position: [0.0, 3.0], name: "ball".into() };
/// let (value, (d_mass, d_position, d_g)) = energy_grad(&p, 9.81);
/// assert_eq!((value, d_mass, d_position, d_g), (energy(&p, 9.81), 9.81 * 3.0, [0.0, 2.0 * 9.81], 6.0));
///
/// let neuron = Neuron { weights: [0.5, -1.0], bias: 0.25 };
/// let (value, (d_weights, d_bias)) = neuron.predict_grad(&[1.0, 2.0]);
/// assert_eq!(d_bias, 1.0 - value * value);
/// assert_eq!(d_weights, [d_bias, 2.0 * d_bias]);
///
/// let mut d_bias = 0.0;
/// neuron.predict_vjp(&[1.0, 2.0], 10.0, Some((&mut [0.0; 2], &mut d_bias)), None);
/// assert_eq!(d_bias, 10.0 * (1.0 - value * value));
/// ```
///
/// * Where `wrt` names fields, the gradient is in the order of `wrt`; otherwise in that of the parameters. The slots of `f_grad_into` are called `d_p_mass`,
///   and `d_weights` for a field of `self`.
/// * In `f_vjp` the slot of the struct, where that of its parameter stands, is an `Option` of the slots of its fields, of a tuple of them where there are
///   several: `Some((&mut d_mass, &mut d_position))`. It takes `None`, as that of a constant does, so a marked function calls another whose
///   parameter has fields as long as the struct is constant to itself.
/// * The struct may be given another name, taken apart, copied, changed where it is a `mut` parameter or a `let mut` copy, and completed:
///   `Body { mass: 1.0, ..p }`. Fields that `wrt` does not name do not change.
/// * A function or a method that gets the whole struct may read those fields, so it is refused, unless it is known to give no number: by the type of what it is
///   bound to, `let n: usize = p.count();`, as a condition, `if p.is_heavy() { .. }`, as an index, as `len` and `is_empty`. Hand over the fields: `kinetic(p.mass, v)`.
///   Macros such as `assert!` may have it.
/// * Where the `impl` block, or the module with the struct, is under `#[grad]` as well, its methods and operators are read where they are called, as those of
///   other structs are: `self.activation(z)` in `predict`. Numbers of a type parameter of the `impl` block need that too.
/// * The fields are those of the struct itself, behind references, `Box`, `Rc` or `Arc`. Those that `Deref` borrows from another struct are not: write
///   `p.inner.k`, not `p.k`. In structs within, whose types do not show, nothing checks that: of a `p.position` that dereferences to its `x`,
///   `wrt(p.position.x: f64)` and `p.position.coords` would not be seen to be one number.
/// * Fields of what is passed by `&mut` have no partials.
///
/// # What is read
///
/// * `let` with patterns, shadowing, `let mut`, `=`, `+=` and the like, tuples, arrays of any rank and of tuples, local `Vec`s, of rows and of
///   tuples too, with `push` and `extend`, local arrays and `Vec`s of structs and of tuples of numbers and constants (`bodies[i].x += ..`,
///   `for (i, v) in &pairs`), without those methods that make a `Vec` shorter, struct literals and fields of local structs, blocks, closures bound by `let` and called, with
///   `let v = e?;` in them, `&mut` of local numbers, tuples and structs, `std::mem::swap`, `replace` and `take`, of `Vec`s of any lengths too.
/// * Of a variable that is a `Vec` of numbers, of tuples or of `[f64; N]` also `pop`, `truncate`, `clear`, `resize`, `insert`, `remove`, `swap_remove`,
///   `drain`, `split_off`, `retain`, `dedup`, `append`. A parameter keeps its length, as its slot has the same.
/// * Of arrays, slices and `Vec`s: indices and ranges, `len`, `first`, `last`, `get`, `split_at`, `split_first`, `clone`, `to_vec`, `fill`,
///   `copy_from_slice`, `swap`, `reverse`, `rotate_left`, `sort_by`, `concat`, `map`, `x[..3].try_into().unwrap()`, `std::array::from_fn`.
/// * `if`, `if let` and `match` on constants, on slices by their length (`[first, rest @ ..]`), on numbers by literals and ranges, on
///   comparisons and tuples of these; conditions joined by `&&` with `let` among them; `Option`s of numbers, `Some`, `None`, and their methods;
///   early `return`; in a function that returns an `Option` or a `Result` itself `return None`, `Err(e)` and `?`, behind `Option`s, constants, and
///   calls of marked functions; there `map_err(..)?` too. What an error says is read nowhere else: `Err(_)`, `|_| ..`.
/// * `for` over ranges (`..`, `..=`, `rev`, `step_by`, `0..` with a `break`), over slices, and over chains of `iter`, `iter_mut`, `zip`, `enumerate`, `rev`, `skip`,
///   `take`, `step_by`, `windows`, `chunks_exact`, `chunks`, `map`, `filter`, `filter_map`, `flat_map`, `scan`, `skip_while`, `take_while`,
///   `map_while`, `flatten`, `cycle`, `chain`, `copied`, `cloned`, of `repeat`, `once`, `successors`, `from_fn`, `repeat_with`, ended by `sum`,
///   `product`, of `Option`s and `Result`s too, `try_for_each`, `fold`, `rfold`, `try_fold` with an `Option`, `reduce`, `for_each`, `min_by`, `max_by`,
///   `last`, `nth`, `collect`, `unzip`,
///   `partition`; `while`, `while let`, `loop`, `break` with a value, `continue`, labels.
/// * All differentiable methods of `f64` as `x.sin()` or `f64::sin(x)`, `libm::sin(x)`, constants such as `std::f64::consts::PI`, `const` items.
/// * Everything on constants, as it stands: integer arithmetic, `assert!`, `as`, functions of your own. A condition or an index may be computed
///   once more on the way back, so it should have no effects; a number that is read and not used is not read again.
/// * What comparing numbers decides, which is a constant: `any`, `all`, `count`, `position`, `partition_point`, indices sorted by
///   `order.sort_by(..)` or kept by `order.retain(..)`, and every chain of methods or call whose result is declared as made of integers or
///   `bool`s: `let i: usize = x.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)).unwrap().0;`; a call as an index or as a condition,
///   `y[locate(x, &knots)]`, as it stands.
/// * Calls of other functions under `#[grad]`, and of `f` itself: `g(x)`, `m::g(x)`, `self.g(x)`; where `g` returns an `Option` or a `Result`
///   `g(x)?`, `g(x).unwrap()`, and that it is matched on or asked: `if let Some(y) = g(x)`, `match g(x) { Ok(y) => .., Err(_) => .. }`,
///   `g(x).unwrap_or(1.0)`, `map`, `and_then` and the like. `f` calls `g_vjp`, so `g` needs the attribute,
///   and `g_vjp` has to be in scope where `g` is: `use m::{g, g_vjp};`. The type of the result shows by its pattern or by annotation:
///   `let y: [f64; 3] = g(x);`; in a module or an `impl` block under `#[grad]` it is known. A call that changes an array and stands as a
///   statement returns nothing; of a number that is not wanted write `let _ = g(&mut x);`.
///
/// `#[cfg(..)]` inside a body is refused, wherever it stands. Whatever else stands in the body is a compile error on that very token, which says what to write instead; nothing is ignored.
///
/// # Numbers of any type
///
/// The numbers of a function may be of one type parameter, of the function or of the `impl` block under the attribute. What makes numbers of it
/// shows by its bounds: `num_traits::Float` (or `Real`, `FloatCore`), `nalgebra::RealField` with `Copy`, or `Copy + From<f64>` with a trait of
/// your own. The generated functions have the same bounds, and call methods by their names in `f64`: where the derivative of `x.sin()` is needed
/// the type has to have `cos`, `exp` for `exp_m1`, and so on. `T::one()`, `T::from(2.0).unwrap()`, `T::from(n).unwrap()`, `T::PI()`, `T::sin(x)`,
/// `Float::max(x, y)` and `nalgebra::convert(0.5)` are read, and `x.to_usize().unwrap()` as `x as usize` is; literals and parameters of type `f64`
/// beside such numbers are constants, and so is what is computed of them, in `f64`. Functions inside the function and the types of a module under
/// the attribute may have such a parameter too.
///
/// ```
/// # use gradus_macros::grad;
/// use num_traits::Float;
///
/// #[grad]
/// fn softplus<T: Float>(x: T, sharpness: T) -> T {
///     (T::one() + (sharpness * x).exp()).ln() / sharpness
/// }
///
/// let (value, (d_x, _)) = softplus_grad(0.5_f32, 2.0);
/// assert_eq!(value, softplus(0.5, 2.0));
/// assert!((d_x - 1.0 / (1.0 + (-1_f32).exp())).abs() < 1e-6);
/// ```
///
/// With dual numbers for `T` the gradient gives second derivatives.
///
/// # What it costs
///
/// A gradient has about as many operations as a few calls of the function, however many numbers it is by. What is generated is as
/// long for a thousand elements as for ten.
///
/// A loop that only adds up (a loss over samples) is reversed on the way forward, each iteration right after it was executed. Any other is
/// executed in reverse order: where the values of an iteration can be had again from what is still there, they are computed again; where a loop
/// changes a variable and the way back needs what it was, that is kept in a `Vec`, and the documentation of the generated function says how much.
/// A function whose loops only add up, or whose arrays are only read, needs none: there `f_grad_into` allocates nothing. A buffer that every
/// iteration overwrites before it reads it counts as local to the iteration. Where a loop fills a `Vec` of yours, the sums of its inner loops
/// are kept beside it rather than computed again, unless the attribute says `no_alloc`. A `Vec` that a loop or a branch
/// gives another content, `h = g(&h);`, may get another length with it: then its lengths are kept too, 8 bytes an iteration, unless all that it is given
/// shows to be equally long. A call of `g` executes `g` once on the way forward and
/// once more on the way back; what `g` calls in turn is executed once more again. Where it is matched on or asked whether `g` has a value,
/// `g` is executed one more time for that. A `Vec` that also gets shorter keeps the room that it had.
///
/// Inner loops over `a[i * n + j]` or `a[i][j]` borrow the row once, so that they vectorise. Iterations that do not depend on one another run
/// forward, also on the way back.
///
/// # At kinks
///
/// Where a function has no derivative the convention is that of the whole library: `max` and `min` pass it to the operand that is returned, at
/// a tie to a constant, else to the first; so `x.max(0.0)` and `if x > 0.0 { x } else { 0.0 }` agree, and both have derivative 0 at 0. The
/// derivative of `abs` at 0, of `clamp` at a bound is 0, of `floor`, `round` and the like 0 everywhere; that of `sqrt` at 0 is `+inf`. A point
/// where an `if` changes sides belongs to the branch that the comparison picks, and the branch not taken contributes nothing, not even NaN.
/// How often a `while` loop runs is a constant.
///
/// # Without std
///
/// With `libm::sin(x)` the derivative calls `libm::cos`, so that a `no_std` crate stays one. A trait that gives `f64` the method
/// `sin` has to give it `cos` as well. `f_grad` of slices and sweeps that keep values call `Vec` and `vec!`: `use alloc::{vec, vec::Vec};`,
/// or `#[grad(no_alloc)]`.
///
/// # Features
///
/// `egraph` (default) simplifies the gradient by equality saturation; without it the macro builds faster.
#[proc_macro_attribute]
pub fn grad(attribute: proc_macro::TokenStream, item: proc_macro::TokenStream) -> proc_macro::TokenStream {
    expand::expand(attribute.into(), item.into()).into()
}
