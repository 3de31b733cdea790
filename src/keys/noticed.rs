//! What keys came across while they were evaluated: which use they counted, where another key stood
//! in, and who received by use without a row of it.
//!
//! Rules: rules.md#without-use.

use std::collections::BTreeSet;

use crate::model::{CentreIx, DateRange, DerivationIx, KeyIx, PartyIx, ServiceIx};

/// What evaluations came across beside the weights they gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Noticed {
    /// The rows of usage that were counted, by their numbers.
    pub counted: BTreeSet<usize>,
    /// Where the `otherwise` of a usage key stood in for it.
    pub stood_in: BTreeSet<StoodIn>,
    /// Who received by use, or up to a cap by use, without a row of it.
    pub without_use: BTreeSet<WithoutUse>,
    /// To which services a centre passes nothing on because they have no row of use.
    pub without_driver: BTreeSet<WithoutDriver>,
}

/// Where in the calculation a key was asked, and for what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Asked {
    /// The pool; `None` where there is none, as for `umlage keys`.
    pub pool: Option<u32>,
    /// The number of the step in its rule.
    pub step: Option<u16>,
    /// What asked, where that is no step of a rule: a catch-up.
    pub derivation: Option<DerivationIx>,
    /// The service of the pool.
    pub service: Option<ServiceIx>,
    /// The time whose use counts.
    pub window: DateRange,
}

/// A usage key in whose place another shared, because its receivers have no use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct StoodIn {
    /// The key.
    pub key: KeyIx,
    /// The key that stood in.
    pub instead: KeyIx,
    /// Where.
    pub asked: Asked,
}

/// What counts use for a receiver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Counter {
    /// A usage key.
    Key(KeyIx),
    /// The cap of a step: an amount for each unit of use.
    Cap,
}

/// A receiver without a row of the use by which it was to pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct WithoutUse {
    /// What counted.
    pub counter: Counter,
    /// Who.
    pub party: PartyIx,
    /// Where.
    pub asked: Asked,
}

/// A service in use without a row of the use by which a cost centre passes its cost on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct WithoutDriver {
    /// The centre.
    pub centre: CentreIx,
    /// The service.
    pub service: ServiceIx,
    /// The settlement period.
    pub period: DateRange,
}

impl Noticed {
    /// Takes in what others came across.
    pub fn extend(&mut self, other: Noticed) {
        self.counted.extend(other.counted);
        self.stood_in.extend(other.stood_in);
        self.without_use.extend(other.without_use);
        self.without_driver.extend(other.without_driver);
    }

    /// Tells whether a usage key of the same step says already that a party has no use there.
    pub fn is_told_by_a_key(&self, it: &WithoutUse) -> bool {
        let same = |other: &WithoutUse| {
            let (here, there) = (it.asked, other.asked);
            (there.pool, there.step, other.party) == (here.pool, here.step, it.party)
        };
        it.counter == Counter::Cap
            && self
                .without_use
                .iter()
                .any(|other| matches!(other.counter, Counter::Key(_)) && same(other))
    }

    /// Returns the same of a run that is put behind another with so many pools; the use that counts
    /// stays that of the first.
    pub fn behind(self, pools: u32) -> Noticed {
        let moved = |asked: Asked| Asked {
            pool: asked.pool.map(|pool| pool.saturating_add(pools)),
            ..asked
        };
        let stood_in = self.stood_in.into_iter().map(|it| StoodIn { asked: moved(it.asked), ..it });
        let without_use =
            self.without_use.into_iter().map(|it| WithoutUse { asked: moved(it.asked), ..it });
        let (stood_in, without_use) = (stood_in.collect(), without_use.collect());
        Noticed {
            counted: BTreeSet::new(),
            stood_in,
            without_use,
            without_driver: self.without_driver,
        }
    }
}
