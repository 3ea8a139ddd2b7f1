//! How much equality saturation may do: a number of e-nodes, never a time, so that the result is the same on every machine.

use super::cost::Measure;
#[cfg(feature = "egraph")]
use super::saturate::Memory;

/// E-nodes for a region at run time.
#[cfg(feature = "egraph")]
const REGION: usize = 6_000;
/// What a window takes besides its e-nodes at run time, so that many small ones end too.
#[cfg(feature = "egraph")]
const OVERHEAD: usize = 100;
/// E-nodes for a function under a macro, which is executed without optimisation: some to make it cheaper, and more, which grow with its
/// operations, for attempts in vain to rid it of hazards. Those that succeed are free; there are no more of them than hazards.
#[cfg(feature = "egraph")]
const OTHERS: usize = 100;
#[cfg(feature = "egraph")]
const HAZARDS: usize = 300;
#[cfg(feature = "egraph")]
const OPERATION: usize = 1;

/// Nodes of regions whose fractions are joined in vain under a macro.
const JOINED: usize = 400;

/// E-nodes at which a window stops growing, and its rounds of rewriting.
#[cfg(feature = "egraph")]
#[derive(Clone, Copy)]
pub(super) struct Growth {
    pub(super) nodes: usize,
    pub(super) rounds: usize,
}

#[cfg(feature = "egraph")]
const AT_RUN_TIME: Growth = Growth { nodes: 1_000, rounds: 4 };
/// A hazard that is still there after so many is rarely one that goes.
#[cfg(feature = "egraph")]
const IN_A_MACRO: Growth = Growth { nodes: 350, rounds: 3 };

/// The e-nodes that may still be made, and what windows have become so far.
pub struct Effort {
    /// For all regions to come together; `None`: so many for each region.
    #[cfg(feature = "egraph")]
    left: Option<Fuel>,
    spent: usize,
    /// The nodes of regions that may still be joined in vain; `None`: any.
    joins: Option<usize>,
    /// Those that were: others that look the same are not joined.
    in_vain: Vec<Looks>,
    #[cfg(feature = "egraph")]
    pub(super) memory: Memory,
}

/// What a region looks like from afar.
#[derive(PartialEq)]
pub(super) struct Looks {
    pub(super) nodes: usize,
    pub(super) measure: Measure,
}

/// Numbers of e-nodes.
#[cfg(feature = "egraph")]
#[derive(Clone, Copy)]
pub(super) struct Fuel {
    /// For windows near hazards, and then for all others.
    hazards: usize,
    /// The most of it that others may take.
    others: usize,
    /// What a window takes besides its e-nodes.
    overhead: usize,
}

impl Effort {
    /// For regions of expressions at run time.
    pub fn of_expressions() -> Self {
        Effort {
            #[cfg(feature = "egraph")]
            left: None,
            spent: 0,
            joins: None,
            in_vain: Vec::new(),
            #[cfg(feature = "egraph")]
            memory: Memory::default(),
        }
    }

    /// For all blocks together of a function of so many operations.
    #[cfg_attr(not(feature = "egraph"), expect(unused_variables, reason = "nothing is spent without the e-graph"))]
    pub fn of_function(operations: usize) -> Self {
        Effort {
            #[cfg(feature = "egraph")]
            left: Some(Fuel { hazards: HAZARDS + OPERATION * operations, others: OTHERS, overhead: 0 }),
            joins: Some(JOINED),
            ..Effort::of_expressions()
        }
    }

    /// Whether the fractions of a region may be joined.
    pub(super) fn may_join(&self, region: &Looks) -> bool {
        self.joins.is_none_or(|left| region.nodes <= left && !self.in_vain.contains(region))
    }

    /// Takes note that joining the fractions of a region has not rid it of hazards.
    pub(super) fn joined_in_vain(&mut self, region: Looks) {
        if let Some(left) = &mut self.joins {
            *left = left.saturating_sub(region.nodes);
            self.in_vain.push(region);
        }
    }

    /// The e-nodes that have been made.
    pub fn spent(&self) -> usize {
        self.spent
    }
}

#[cfg(feature = "egraph")]
impl Effort {
    /// Whether all regions share it.
    pub(super) fn is_shared(&self) -> bool {
        self.left.is_some()
    }

    /// How far a window grows, whatever fuel is left.
    pub(super) fn growth(&self) -> Growth {
        if self.is_shared() { IN_A_MACRO } else { AT_RUN_TIME }
    }

    /// The e-nodes for the next region.
    pub(super) fn region(&self) -> Fuel {
        self.left.unwrap_or(Fuel { hazards: REGION, others: REGION, overhead: OVERHEAD })
    }

    /// Takes note of what a region leaves, and of the e-nodes that it made.
    pub(super) fn leave(&mut self, fuel: Fuel, spent: usize) {
        self.left = self.left.map(|_| fuel);
        self.spent += spent;
    }
}

#[cfg(feature = "egraph")]
impl Fuel {
    /// What a window may take.
    pub(super) fn window(&self, near_hazard: bool) -> usize {
        if near_hazard { self.hazards } else { self.others.min(self.hazards) }
    }

    /// Takes note of what a window took.
    pub(super) fn take(&mut self, near_hazard: bool, spent: usize) {
        let spent = spent + self.overhead;
        self.hazards = self.hazards.saturating_sub(spent);
        self.others = if near_hazard { self.others } else { self.others.saturating_sub(spent) };
    }
}
