#![expect(clippy::arithmetic_side_effects, reason = "small numbers made for the tests")]

use proptest::prelude::*;

use super::*;

fn list(transfers: &[(usize, usize, i128)]) -> Vec<Transfer> {
    transfers.iter().map(|&(from, to, amount)| Transfer { from, to, amount }).collect()
}

fn parties_open(balances: &[i128]) -> usize {
    balances.iter().filter(|one| **one != 0).count()
}

/// A small generator of numbers, the same for the same seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % end).unwrap()
    }

    fn amount(&mut self, end: u64) -> i128 {
        self.below(end) as i128 + 1
    }
}

/// Balances that payments of `1..=highest` among `parties` parties leave behind: the lower, the
/// more equal ones.
fn balances(parties: usize, payments: usize, highest: u64, seed: u64) -> Vec<i128> {
    let mut dice = Dice(seed);
    let mut balances = vec![0; parties];
    for _ in 0..payments {
        let amount = dice.amount(highest);
        balances[dice.below(parties as u64)] += amount;
        balances[dice.below(parties as u64)] -= amount;
    }
    balances
}

fn some_balances(parties: std::ops::RangeInclusive<usize>) -> impl Strategy<Value = Vec<i128>> {
    let highest = prop::sample::select(vec![1_u64, 2, 3, 5, 9, 40, 100_000]);
    (parties, 1_usize..60, highest, any::<u64>())
        .prop_map(|(parties, payments, highest, seed)| balances(parties, payments, highest, seed))
}

/// Walks all divisions of the parties into groups and returns the most groups that all have the sum
/// zero.
fn most_groups_of_all_divisions(open: &[i128], groups: &mut Vec<i128>) -> usize {
    let Some((first, rest)) = open.split_first() else {
        return if groups.iter().all(|sum| *sum == 0) { groups.len() } else { 0 };
    };
    let mut most = 0;
    for group in 0..groups.len() {
        groups[group] += first;
        most = most.max(most_groups_of_all_divisions(rest, groups));
        groups[group] -= first;
    }
    groups.push(*first);
    most = most.max(most_groups_of_all_divisions(rest, groups));
    groups.pop();
    most
}

/// Tries every set of pairs of debtor and creditor: the amounts of the one with the fewest pairs
/// and, among those, with the largest amounts from the first pair on.
fn first_of_all_lists(balances: &[i128]) -> Vec<Transfer> {
    let of_sign =
        |sign: i128| (0..balances.len()).filter(move |party| balances[*party].signum() == sign);
    let pairs: Vec<(usize, usize)> =
        of_sign(1).flat_map(|from| of_sign(-1).map(move |to| (from, to))).collect();
    let mut best: Option<(u32, Vec<i128>)> = None;
    for set in 0_u32..1 << pairs.len() {
        let size = set.count_ones();
        if best.as_ref().is_some_and(|(least, _)| size > *least) {
            continue;
        }
        let Some(amounts) = amounts(balances, &pairs, set) else { continue };
        let better = best.as_ref().is_none_or(|(least, first)| size < *least || amounts > *first);
        if better {
            best = Some((size, amounts));
        }
    }
    let amounts = best.map_or_else(Vec::new, |(_, amounts)| amounts);
    let all = pairs.iter().zip(amounts).map(|(&(from, to), amount)| Transfer { from, to, amount });
    all.filter(|transfer| transfer.amount > 0).collect()
}

/// The positive amounts that settle the balances over just these pairs, party after party that has
/// one pair left.
fn amounts(balances: &[i128], pairs: &[(usize, usize)], set: u32) -> Option<Vec<i128>> {
    let mut left = balances.to_vec();
    let mut amounts = vec![0; pairs.len()];
    let mut set = set;
    while set != 0 {
        let of = |party: usize| {
            (0..pairs.len()).filter(move |pair| {
                set >> pair & 1 == 1 && [pairs[*pair].0, pairs[*pair].1].contains(&party)
            })
        };
        let leaf = (0..balances.len()).find(|party| of(*party).count() == 1)?;
        let pair = of(leaf).next()?;
        amounts[pair] = left[leaf].abs();
        if left[leaf] == 0 || left[leaf].signum() != balances[leaf].signum() {
            return None;
        }
        left[pairs[pair].0] -= amounts[pair];
        left[pairs[pair].1] += amounts[pair];
        set ^= 1 << pair;
    }
    left.iter().all(|rest| *rest == 0).then_some(amounts)
}

/// The usual rule of thumb: the largest debtor pays the largest creditor.
fn payments_by_rule_of_thumb(balances: &[i128]) -> usize {
    let mut left = balances.to_vec();
    for count in 0.. {
        let debtor = (0..left.len()).max_by_key(|party| left[*party]).unwrap();
        let creditor = (0..left.len()).min_by_key(|party| left[*party]).unwrap();
        if left[debtor] == 0 {
            return count;
        }
        let amount = left[debtor].min(-left[creditor]);
        left[debtor] -= amount;
        left[creditor] += amount;
    }
    unreachable!("every payment closes a party")
}

#[test]
fn nothing_open_needs_no_payment() {
    for balances in [&[][..], &[0], &[0, 0, 0]] {
        assert_eq!(minimal(balances), Settled { transfers: Vec::new(), proven: true });
    }
    assert_eq!(minimal(&[0, 7, 0, -7]).transfers, list(&[(1, 3, 7)]));
}

#[test]
fn large_to_large_takes_more_payments_than_needed() {
    // 5 pays 4, 4 pays 3, then 1 and 1 pay 2: four. But 4 is owed exactly once.
    let balances = [500, 400, -400, -300, -200];
    assert_eq!(payments_by_rule_of_thumb(&balances), 4);
    assert_eq!(minimal(&balances).transfers, list(&[(0, 3, 300), (0, 4, 200), (1, 2, 400)]));
    // No two balances are opposite: 10 = 6 + 4 and 7 + 5 = 12. From the large ones: 10, 6, 4 leave
    // 1 and 1 for 2.
    let balances = [1000, 700, 500, -1200, -600, -400];
    assert_eq!(payments_by_rule_of_thumb(&balances), 5);
    assert_eq!(
        minimal(&balances).transfers,
        list(&[(0, 4, 600), (0, 5, 400), (1, 3, 700), (2, 3, 500)])
    );
}

#[test]
fn the_first_of_several_shortest_lists_pays_the_first_creditor_most() {
    assert_eq!(minimal(&[2, 2, -2, -2]).transfers, list(&[(0, 2, 2), (1, 3, 2)]));
    // {6, -1, -5} and {2, 4, -6}, or {6, -6} and {2, 4, -1, -5}: four payments either way.
    let balances = [6, 2, 4, -1, -5, -6];
    assert_eq!(minimal(&balances).transfers, list(&[(0, 3, 1), (0, 4, 5), (1, 5, 2), (2, 5, 4)]));
}

#[test]
fn cents_near_the_end_of_128_bits_are_settled() {
    let balances = [i128::MAX - 5, 5, -2, -(i128::MAX - 2)];
    let settled = minimal(&balances);
    assert!(
        settled.proven && settled.transfers.len() == 3 && settles(&balances, &settled.transfers)
    );
}

#[test]
#[should_panic(expected = "add up to zero")]
fn balances_that_do_not_add_up_are_a_mistake_of_the_caller() {
    minimal(&[1, 2, -4]);
}

#[test]
#[should_panic(expected = "add up to zero")]
fn debts_beyond_128_bits_are_a_mistake_of_the_caller() {
    minimal(&[i128::MAX, 1, i128::MIN]);
}

#[test]
fn a_list_that_leaves_a_cent_or_pays_through_a_third_is_told() {
    let balances = [300, -100, -200];
    let paid = list(&[(0, 1, 100), (0, 2, 200)]);
    assert!(settles(&balances, &paid) && direct(&balances, &paid));
    assert!(!settles(&balances, &paid[..1]));
    assert!(!settles(&balances, &list(&[(0, 1, 100), (0, 2, 199)])));
    assert!(!settles(&balances, &list(&[(0, 1, 100), (0, 2, 201), (2, 0, 1), (0, 0, 1)])));
    assert!(!settles(&balances, &list(&[(0, 1, 100), (0, 2, 200), (0, 3, 1)])));
    assert!(!settles(&balances, &list(&[(1, 0, -100), (0, 2, 200)])));
    let passed_on = list(&[(0, 1, 300), (1, 2, 200)]);
    assert!(settles(&balances, &passed_on) && !direct(&balances, &passed_on));
}

/// Six groups of parties, dealt at random among twenty, and 51 payments owed within the groups.
fn fifty_one_payments(seed: u64) -> (Vec<usize>, Vec<i128>) {
    let mut dice = Dice(seed);
    let mut group_of = [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5, 5, 5].to_vec();
    for last in (1..group_of.len()).rev() {
        group_of.swap(last, dice.below(last as u64 + 1));
    }
    let mut balances = vec![0; group_of.len()];
    let mut count = 0;
    while count < 51 {
        let (from, to) = (dice.below(20), dice.below(20));
        if from != to && group_of[from] == group_of[to] {
            let amount = dice.amount(90_000_000_000);
            balances[from] += amount;
            balances[to] -= amount;
            count += 1;
        }
    }
    (group_of, balances)
}

#[test]
fn fifty_one_payments_of_twenty_parties_become_fourteen() {
    let (group_of, balances) = fifty_one_payments(2);
    assert_eq!(parties_open(&balances), 20);
    // All 2^20 sets of parties: only unions of the six groups add up to zero. So no division has
    // more groups.
    let mut sums = vec![0_i128];
    for balance in &balances {
        sums.extend(sums.clone().iter().map(|sum| sum + balance));
    }
    assert_eq!(sums.iter().filter(|sum| **sum == 0).count(), 1 << 6);
    let settled = minimal(&balances);
    assert!(
        settled.proven
            && settles(&balances, &settled.transfers)
            && direct(&balances, &settled.transfers)
    );
    assert_eq!(settled.transfers.len(), 20 - 6);
    assert!(
        settled.transfers.iter().all(|transfer| group_of[transfer.from] == group_of[transfer.to])
    );
    assert!(payments_by_rule_of_thumb(&balances) > 14);
}

#[test]
fn many_parties_are_settled_and_the_list_is_proven_where_opposites_leave_few() {
    let opposites: Vec<i128> =
        (1..=40).flat_map(|size| [size, -size]).chain([1000, -600, -400]).collect();
    let settled = minimal(&opposites);
    assert!(settled.proven && settled.transfers.len() == 42);
    // Ten groups of three, or seven of five or six, each a prime number of times as large as the
    // pattern.
    let primes = [10_007, 10_037, 10_039, 10_061, 10_067, 10_069, 10_079, 10_091, 10_093, 10_099];
    let groups_of = |group: &[i128], count: usize| -> Vec<i128> {
        primes[..count].iter().flat_map(|size| group.iter().map(move |one| one * size)).collect()
    };
    for (group, count, payments) in [
        (&[7, 5, -12][..], 10, 20),
        (&[31, 25, -8, -19, -29], 7, 28),
        (&[31, 25, 14, -8, -20, -42], 7, 35),
    ] {
        let balances = groups_of(group, count);
        let settled = minimal(&balances);
        assert!(
            !settled.proven
                && settles(&balances, &settled.transfers)
                && direct(&balances, &settled.transfers)
        );
        assert_eq!(settled.transfers.len(), payments);
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the time is printed, nothing depends on it")]
fn time_for_twenty_and_twenty_four_parties() {
    for parties in [20_u32, 24] {
        // No signs make powers of three add up to zero, so all parties are one group.
        let powers =
            (0..parties - 1).map(|power| 3_i128.pow(power) * if power % 2 == 0 { 1 } else { -1 });
        let mut one_group: Vec<i128> = powers.collect();
        one_group.push(-one_group.iter().sum::<i128>());
        let equal: Vec<i128> =
            (0..parties).map(|party| if party % 2 == 0 { 700 } else { -700 }).collect();
        for (name, balances, payments) in
            [("one group", one_group, parties - 1), ("all equal", equal, parties / 2)]
        {
            let start = std::time::Instant::now();
            let settled = minimal(&balances);
            println!("{parties} parties, {name}: {payments} payments, {:?}", start.elapsed());
            assert_eq!(settled.transfers.len(), payments as usize);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn no_list_is_shorter(balances in some_balances(2..=9)) {
        let settled = minimal(&balances);
        let open: Vec<i128> = balances.iter().copied().filter(|one| *one != 0).collect();
        let groups = most_groups_of_all_divisions(&open, &mut Vec::new());
        prop_assert!(settled.proven);
        prop_assert!(settles(&balances, &settled.transfers));
        prop_assert!(direct(&balances, &settled.transfers));
        prop_assert_eq!(settled.transfers.len(), open.len() - groups);
    }

    #[test]
    fn the_list_is_the_first_of_all_shortest_ones(balances in some_balances(2..=7)) {
        prop_assert_eq!(minimal(&balances).transfers, first_of_all_lists(&balances));
    }

    #[test]
    fn any_order_of_parties_takes_as_many_payments(
        balances in some_balances(2..=12),
        turn in 0_usize..12,
    ) {
        let mut other = balances.clone();
        let middle = turn % other.len();
        other.rotate_left(middle);
        other[..middle].reverse();
        prop_assert_eq!(minimal(&balances).transfers.len(), minimal(&other).transfers.len());
    }

    #[test]
    fn amounts_scale_with_the_balances(
        balances in some_balances(2..=12),
        factor in 2_i128..1_000_000_000_000,
    ) {
        let scaled: Vec<i128> = balances.iter().map(|one| one * factor).collect();
        let mut expected = minimal(&balances).transfers;
        expected.iter_mut().for_each(|transfer| transfer.amount *= factor);
        prop_assert_eq!(minimal(&scaled).transfers, expected);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn a_payment_that_arrives_leaves_the_other_payments(balances in some_balances(2..=14)) {
        let settled = minimal(&balances).transfers;
        for arrived in 0..settled.len() {
            let (mut left, mut others) = (balances.clone(), settled.clone());
            prop_assert!(pay(&mut left, &others.remove(arrived)).is_some());
            prop_assert_eq!(minimal(&left).transfers, others);
        }
    }

    #[test]
    fn payments_that_arrive_leave_the_other_payments(
        balances in some_balances(2..=14),
        some in any::<u32>(),
    ) {
        let (mut left, mut others) = (balances.clone(), Vec::new());
        for (position, transfer) in minimal(&balances).transfers.into_iter().enumerate() {
            if some >> position & 1 == 1 {
                prop_assert!(pay(&mut left, &transfer).is_some());
            } else {
                others.push(transfer);
            }
        }
        prop_assert_eq!(minimal(&left).transfers, others);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn more_parties_than_can_be_examined_are_settled(balances in some_balances(25..=80)) {
        let settled = minimal(&balances);
        prop_assert!(settles(&balances, &settled.transfers));
        prop_assert!(direct(&balances, &settled.transfers));
        prop_assert!(settled.transfers.len() < parties_open(&balances).max(1));
    }
}
