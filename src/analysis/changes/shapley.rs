//! Splitting a difference among what made it: one after another, or in no order (Shapley 1953).
//!
//! Nothing here knows of projects: there are players, and what every set of them is worth to each
//! party.

use crate::money::Ratio;

/// What a set of players is worth to each party, in exact cents, by the number of the party.
pub type Worth = Vec<Ratio>;

/// A set of players: bit `i` stands for player `i`.
pub type Players = usize;

/// Players, and what each set of them is worth.
#[derive(Clone, Debug)]
pub struct Game {
    players: usize,
    /// By the set of players; the empty set comes first.
    worth: Vec<Worth>,
}

impl Game {
    /// Makes a game of the worth of every set, the empty set first; `None` where a set is missing.
    pub fn new(players: usize, worth: Vec<Worth>) -> Option<Game> {
        (worth.len() == 1_usize.checked_shl(u32::try_from(players).ok()?)?)
            .then_some(Game { players, worth })
    }

    /// Counts the players.
    pub fn players(&self) -> usize {
        self.players
    }

    /// Returns what a set of players is worth.
    pub fn worth(&self, set: Players) -> &Worth {
        &self.worth[set]
    }

    /// Splits the worth of all by letting the players in one after another: what each adds to those
    /// before it. The result has one line for each player, by number.
    pub fn along(&self, order: &[usize]) -> Vec<Worth> {
        let mut parts = vec![Worth::new(); self.players];
        let mut inside: Players = 0;
        for player in order {
            parts[*player] = self.adds(*player, inside);
            inside |= bit(*player);
        }
        parts
    }

    /// Splits the worth of all in no order: what a player adds, on average over all orders (Shapley
    /// value).
    pub fn order_free(&self) -> Vec<Worth> {
        let split = |player: usize| {
            let sets = (0..self.worth.len()).filter(|set| set & bit(player) == 0);
            sets.fold(nothing(self.worth[0].len()), |sum, set| {
                let weight = self.weight(set.count_ones());
                let added = self.adds(player, set);
                sum.iter().zip(&added).map(|(sum, added)| sum + &(added * &weight)).collect()
            })
        };
        (0..self.players).map(split).collect()
    }

    /// In what part of all orders exactly a given set of so many players stands before a given
    /// player.
    fn weight(&self, before: u32) -> Ratio {
        let players = u32::try_from(self.players).unwrap_or(u32::MAX);
        let after = players.saturating_sub(before).saturating_sub(1);
        Ratio::new(factorial(before).saturating_mul(factorial(after)), factorial(players))
    }

    fn adds(&self, player: usize, inside: Players) -> Worth {
        less(&self.worth[inside | bit(player)], &self.worth[inside])
    }
}

/// What one worth is more than another.
pub fn less(a: &Worth, b: &Worth) -> Worth {
    a.iter().zip(b).map(|(a, b)| a - b).collect()
}

/// The worth of nothing.
pub fn nothing(parties: usize) -> Worth {
    vec![Ratio::ZERO; parties]
}

fn bit(player: usize) -> Players {
    1_usize.checked_shl(u32::try_from(player).unwrap_or(u32::MAX)).unwrap_or(0)
}

fn factorial(number: u32) -> i128 {
    (1..=i128::from(number)).fold(1, i128::saturating_mul)
}

/// Lists all ways to form groups of so many players, each group a set; groups stand by their first
/// player.
pub fn groupings(players: usize) -> Vec<Vec<Players>> {
    (0..players).fold(vec![Vec::new()], |shorter, player| {
        let longer = |groups: Vec<Players>| {
            let joined = (0..groups.len()).map({
                let groups = groups.clone();
                move |at| {
                    let mut groups = groups.clone();
                    groups[at] |= bit(player);
                    groups
                }
            });
            let alone = groups.iter().copied().chain([bit(player)]).collect();
            joined.chain([alone]).collect::<Vec<_>>()
        };
        shorter.into_iter().flat_map(longer).collect()
    })
}

/// Lists the sets of players that sets of groups stand for, the empty set first.
pub fn unions(groups: &[Players]) -> Vec<Players> {
    groups.iter().fold(vec![0], |sets, group| {
        let with: Vec<Players> = sets.iter().map(|set| set | group).collect();
        sets.into_iter().chain(with).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn game(players: usize, worth: &[i128]) -> Game {
        Game::new(players, worth.iter().map(|value| vec![Ratio::from(*value)]).collect()).unwrap()
    }

    /// Two own a left glove each, one a right glove; a pair is worth 1 (Shapley value 1/6, 1/6,
    /// 2/3).
    #[test]
    fn the_glove_game_of_the_textbooks() {
        let gloves = game(3, &[0, 0, 0, 0, 0, 1, 1, 1]);
        let parts: Vec<String> =
            gloves.order_free().iter().map(|part| part[0].fraction()).collect();
        assert_eq!(parts, ["1/6", "1/6", "2/3"]);
        let last_first = gloves.along(&[2, 1, 0]);
        assert_eq!(
            last_first.iter().map(|part| part[0].fraction()).collect::<Vec<_>>(),
            ["0/1", "1/1", "0/1"]
        );
    }

    /// The numbers of ways to form groups are the Bell numbers.
    #[test]
    fn groupings_are_all_there_once() {
        for (players, bell) in [(0, 1), (1, 1), (2, 2), (3, 5), (4, 15), (5, 52), (6, 203)] {
            let mut all = groupings(players);
            assert_eq!(all.len(), bell);
            all.sort();
            all.dedup();
            assert_eq!(all.len(), bell);
            assert!(all.iter().all(|groups| groups.iter().sum::<usize>() + 1 == 1 << players));
        }
        assert_eq!(unions(&[0b101, 0b010]), [0, 0b101, 0b010, 0b111]);
    }
}
