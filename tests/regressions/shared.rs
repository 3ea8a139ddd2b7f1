//! Arrays that two parts of a value hold.
