//! Who pays whom (Ausgleichszahlungen): through a hub, straight as cost was incurred, or in as few
//! payments as can be.
//!
//! Rules: rules.md#transfers.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::account::{Account, Settlement};
use super::outcome::Outcome;
use super::settling;
use super::settling::Settled;
use super::split::{Weighted, split};
use super::sums::{at_most, difference, negated, overflow, sum};
use crate::allocation::Destination;
use crate::apportion::Ties;
use crate::diag::{Diagnostic, Diagnostics, Fault};
use crate::model::{PartyIx, Project};
use crate::money::Cents;
use crate::trace::{Exact, Money, Scope, Subject, Trace, Traced};

/// How balances are settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Everybody pays one, and that one pays the others.
    Hub(PartyIx),
    /// Everybody pays those who paid for it, cost by cost.
    Direct,
    /// The fewest payments that settle all balances.
    Minimal,
}

/// One end of a payment. Parties in their order, then the joint account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Node {
    /// A party.
    Party(PartyIx),
    /// The joint account, where nobody is named who keeps it.
    Account,
}

/// A payment from one to another.
#[derive(Clone, Copy, Debug)]
pub struct Transfer {
    /// Who pays.
    pub from: Node,
    /// Who gets it.
    pub to: Node,
    /// How much, above zero.
    pub amount: Traced,
}

/// Payments that settle balances.
#[derive(Clone, Debug)]
pub struct Transfers {
    /// What each has to pay before, and what it pays and gets: positive to be paid.
    pub nets: Vec<(Node, Traced)>,
    /// The payments, by who pays and who gets.
    pub list: Vec<Transfer>,
    /// Whether fewer are proven impossible; `None` where the fewest are not asked for.
    pub proven: Option<bool>,
}

/// Finds the payments that settle the balances that are to be moved.
pub fn transfers(
    project: &Project,
    settlement: &mut Settlement,
    way: Way,
) -> Result<Transfers, Diagnostics> {
    let keeper = match way {
        Way::Hub(party) => Node::Party(party),
        _ => project.settlement.account.map_or(Node::Account, Node::Party),
    };
    let nets = nets(settlement, keeper)?;
    let (mut list, proven) = match way {
        Way::Hub(_) => (through(&nets, keeper, &mut settlement.run.trace)?, None),
        Way::Minimal => fewest(&nets, &mut settlement.run.trace)?,
        Way::Direct => (direct(settlement, keeper)?, None),
    };
    list.sort_by_key(|transfer| (transfer.from, transfer.to));
    check(&nets, &list)?;
    let nets = with_all_ends(nets, &list, &mut settlement.run.trace)?;
    Ok(Transfers { nets, list, proven })
}

/// Adds those who pay or get though they have no balance that is to be moved.
fn with_all_ends(
    nets: Vec<(Node, Traced)>,
    list: &[Transfer],
    trace: &mut Trace,
) -> Result<Vec<(Node, Traced)>, Diagnostics> {
    let mut all: BTreeMap<Node, Traced> = nets.into_iter().collect();
    for node in list.iter().flat_map(|transfer| [transfer.from, transfer.to]) {
        if let Entry::Vacant(free) = all.entry(node) {
            free.insert(sum(&[], Subject::Balance, scope(node), trace)?);
        }
    }
    Ok(all.into_iter().collect())
}

fn moves(account: &&Account) -> bool {
    matches!(account.outcome, Outcome::Claim | Outcome::Refund)
}

fn scope(node: Node) -> Scope {
    match node {
        Node::Party(party) => Scope { party: Some(party), ..Scope::default() },
        Node::Account => Scope::default(),
    }
}

/// Adds up what each has to pay; the keeper of the account has what makes all of it nothing.
fn nets(settlement: &mut Settlement, keeper: Node) -> Result<Vec<(Node, Traced)>, Diagnostics> {
    let mut balances: BTreeMap<Node, Vec<Traced>> = BTreeMap::new();
    for account in settlement.accounts().filter(moves) {
        balances.entry(Node::Party(account.party)).or_default().push(account.balance);
    }
    let trace = &mut settlement.run.trace;
    let mut nets = BTreeMap::new();
    for (node, amounts) in balances.into_iter().filter(|(node, _)| *node != keeper) {
        nets.insert(node, sum(&amounts, Subject::Balance, scope(node), trace)?);
    }
    let others: Vec<Traced> = nets.values().copied().collect();
    let all = sum(&others, Subject::Balance, scope(keeper), trace)?;
    nets.insert(keeper, negated(all, scope(keeper), trace)?);
    Ok(nets.into_iter().filter(|(_, net)| !net.amount().is_zero()).collect())
}

/// Everybody settles with one.
fn through(
    nets: &[(Node, Traced)],
    hub: Node,
    trace: &mut Trace,
) -> Result<Vec<Transfer>, Diagnostics> {
    let mut list = Vec::new();
    for (node, net) in nets.iter().filter(|(node, _)| *node != hub) {
        let transfer = match net.amount().signum() {
            1 => Transfer {
                from: *node,
                to: hub,
                amount: sum(&[*net], Subject::Transfer, scope(*node), trace)?,
            },
            _ => {
                let gets = [gets(*node, *net, trace)?];
                Transfer {
                    from: hub,
                    to: *node,
                    amount: sum(&gets, Subject::Transfer, scope(*node), trace)?,
                }
            }
        };
        list.push(transfer);
    }
    Ok(list)
}

/// What one gets whose balance is below zero.
fn gets(node: Node, net: Traced, trace: &mut Trace) -> Result<Traced, Diagnostics> {
    let nothing = sum(&[], Subject::Gets, scope(node), trace)?;
    difference(nothing, &[net], Subject::Gets, scope(node), trace)
}

/// The fewest payments, each derived from what its ends still have to pay and to get.
fn fewest(
    nets: &[(Node, Traced)],
    trace: &mut Trace,
) -> Result<(Vec<Transfer>, Option<bool>), Diagnostics> {
    let amounts: Vec<i128> = nets.iter().map(|(_, net)| net.amount().get()).collect();
    let Settled { transfers, proven } = settling::minimal(&amounts);
    let mut left: Vec<Traced> = Vec::new();
    for (node, net) in nets {
        left.push(match net.amount().signum() {
            1 => *net,
            _ => gets(*node, *net, trace)?,
        });
    }
    let mut open = transfers;
    let mut list = Vec::new();
    // Payments form no circle: there is always one that uses up what one of its ends has left.
    while let Some(at) = open.iter().position(|next| {
        left[next.from].amount().get() == next.amount || left[next.to].amount().get() == next.amount
    }) {
        let settling::Transfer { from, to, .. } = open.remove(at);
        let (payer, payee) = (left[from], left[to]);
        let amount = at_most(payer, payee, Subject::Transfer, scope(nets[from].0), trace)?;
        left[from] = difference(payer, &[amount], Subject::Owed, scope(nets[from].0), trace)?;
        left[to] = difference(payee, &[amount], Subject::Gets, scope(nets[to].0), trace)?;
        list.push(Transfer { from: nets[from].0, to: nets[to].0, amount });
    }
    Ok((list, Some(proven)))
}

/// What flows between two, in both directions: the steps that add and those that take away.
type Flows = BTreeMap<(Node, Node), (Vec<Traced>, Vec<Traced>)>;

fn flow(flows: &mut Flows, from: Node, to: Node, amount: Traced) {
    if from != to && !amount.amount().is_zero() {
        flows.entry((from, to)).or_default().0.push(amount);
    }
}

/// Takes what is paid or credited already off what flows.
fn flow_back(flows: &mut Flows, from: Node, to: Node, amount: Traced) {
    if from != to && !amount.amount().is_zero() {
        flows.entry((from, to)).or_default().1.push(amount);
    }
}

/// Everybody pays those who laid out the money, in proportion to what each paid of a pool; the
/// joint account paid the rest. Advances and credits count against what is due to the account.
fn direct(settlement: &mut Settlement, keeper: Node) -> Result<Vec<Transfer>, Diagnostics> {
    let mut flows = Flows::new();
    for number in (0..).take(settlement.run.pools.len()) {
        if settlement.periods.contains(&settlement.run.pools[number as usize].period) {
            pool(settlement, number, keeper, &mut flows)?;
        }
    }
    for (party, booked) in
        settlement.run.outlays().filter(|(_, booked)| booked.destination == Destination::On)
    {
        if settlement.periods.contains(&booked.period) {
            flow(&mut flows, keeper, Node::Party(party), booked.amount);
        }
    }
    for account in settlement.accounts() {
        let party = Node::Party(account.party);
        flow_back(&mut flows, party, keeper, account.advances);
        flow_back(&mut flows, party, keeper, account.credits);
        if !moves(&account) {
            flow_back(&mut flows, party, keeper, account.balance);
        }
    }
    let trace = &mut settlement.run.trace;
    // What comes out below zero flows the other way.
    let mut list: BTreeMap<(Node, Node), Vec<Traced>> = BTreeMap::new();
    for ((from, to), (adds, takes)) in flows {
        let gross = sum(&adds, Subject::Owed, scope(from), trace)?;
        let net = difference(gross, &takes, Subject::Owed, scope(from), trace)?;
        match net.amount().signum() {
            0 => {}
            1 => list.entry((from, to)).or_default().push(net),
            _ => {
                let back = gets(from, net, trace)?;
                list.entry((to, from)).or_default().push(back);
            }
        }
    }
    let transfer = |((from, to), amounts): ((Node, Node), Vec<Traced>)| {
        let amount = sum(&amounts, Subject::Transfer, scope(from), trace)?;
        Ok(Transfer { from, to, amount })
    };
    list.into_iter().map(transfer).collect()
}

/// Lets the shares of a pool flow to those who paid its cost.
fn pool(
    settlement: &mut Settlement,
    number: u32,
    keeper: Node,
    flows: &mut Flows,
) -> Result<(), Diagnostics> {
    let run = &mut settlement.run;
    let mut shares: BTreeMap<PartyIx, Vec<Traced>> = BTreeMap::new();
    for share in run.shares.iter().filter(|share| share.pool == number) {
        shares.entry(share.party).or_default().push(share.amount);
    }
    let mut paid: BTreeMap<PartyIx, Vec<Traced>> = BTreeMap::new();
    for (party, booked) in
        run.outlays().filter(|(_, booked)| booked.destination == Destination::Pool(number))
    {
        paid.entry(party).or_default().push(booked.amount);
    }
    let cost = run.pools[number as usize].cost;
    let trace = &mut run.trace;
    let mut owed = Vec::new();
    for (party, amounts) in shares {
        let node = Node::Party(party);
        owed.push((node, sum(&amounts, Subject::Share, scope(node), trace)?));
    }
    let mut payers = Vec::new();
    for (party, amounts) in paid {
        let node = Node::Party(party);
        payers.push((node, sum(&amounts, Subject::Outlay, scope(node), trace)?));
    }
    let laid = Cents::sum(payers.iter().map(|(_, amount)| amount.amount())).ok_or_else(overflow)?;
    if payers.is_empty() || cost.is_zero() {
        owed.iter().for_each(|(node, amount)| flow(flows, *node, keeper, *amount));
        payers.iter().for_each(|(node, amount)| flow(flows, keeper, *node, *amount));
        return Ok(());
    }
    let rest = cost.checked_sub(laid).ok_or_else(overflow)?;
    let got = cells(&owed, &payers, rest, keeper, flows, trace)?;
    // What a rounding residue leaves open with a payer, the account makes good.
    for ((node, amount), got) in payers.iter().zip(got) {
        let open = difference(*amount, &[got], Subject::Gets, scope(*node), trace)?;
        flow(flows, keeper, *node, open);
    }
    Ok(())
}

/// Divides each share among the payers, so that what each gets of the first shares together is in
/// proportion too: so rows and columns add up. Returns what each payer gets.
fn cells(
    owed: &[(Node, Traced)],
    payers: &[(Node, Traced)],
    rest: Cents,
    keeper: Node,
    flows: &mut Flows,
    trace: &mut Trace,
) -> Result<Vec<Traced>, Diagnostics> {
    let weighted =
        |(node, paid): &(Node, Traced)| Weighted { weight: paid.exact(), scope: scope(*node) };
    let mut weights: Vec<Weighted> = payers.iter().map(weighted).collect();
    let mut at = trace.at(scope(keeper));
    let own = at.constant(Subject::Outlay, Money::Cents(rest.ratio()));
    weights.push(Weighted { weight: own, scope: scope(keeper) });
    let all: Vec<Exact> = weights.iter().map(|part| part.weight.clone()).collect();
    let total = at.total(Subject::Outlay, &all);
    let mut before = Vec::new();
    for _ in &weights {
        before.push(sum(&[], Subject::Owed, scope(keeper), trace)?);
    }
    let mut first = Vec::new();
    for (node, amount) in owed {
        first.push(*amount);
        let all = sum(&first, Subject::Total, scope(*node), trace)?;
        let sums = split(all, &weights, &total, Subject::Owed, Ties::Order, trace)?;
        let ends = payers.iter().map(|(payer, _)| *payer).chain([keeper]);
        for ((payer, now), then) in ends.zip(&sums).zip(&before) {
            let cell = difference(*now, &[*then], Subject::Owed, scope(*node), trace)?;
            flow(flows, *node, payer, cell);
        }
        before = sums;
    }
    before.pop();
    Ok(before)
}

/// Checks that the payments settle the balances exactly.
fn check(nets: &[(Node, Traced)], list: &[Transfer]) -> Result<(), Diagnostics> {
    let mut left: BTreeMap<Node, i128> =
        nets.iter().map(|(node, net)| (*node, net.amount().get())).collect();
    for transfer in list {
        let amount = transfer.amount.amount().get();
        let from = left.entry(transfer.from).or_default();
        *from = from.saturating_sub(amount);
        let to = left.entry(transfer.to).or_default();
        *to = to.saturating_add(amount);
    }
    match left.values().find(|left| **left != 0) {
        None => Ok(()),
        Some(left) => {
            let fault =
                Fault::Imbalance { what: "transfers".to_owned(), figures: left.to_string() };
            Err(Diagnostic::new(fault).into())
        }
    }
}
