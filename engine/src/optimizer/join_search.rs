//! The cheapest order of joins: an exact search where the relations are few, and a greedy one where they are many.
//!
//! The exact search is dynamic programming over connected sets of relations, bushy trees included (Moerkotte and
//! Neumann, "Analysis of Two Existing and One New Dynamic Programming Algorithm for the Generation of Optimal Bushy
//! Join Trees without Cross Products", 2006; here in its plain form, by subsets). The greedy one is Fegaras' ("A New
//! Heuristic for Optimizing Large Queries", 1998).

use std::collections::HashMap;

use super::estimate::{ColumnEstimate, anti_join_selectivity, join_selectivity, semi_join_selectivity};
use super::join_graph::{JoinGraph, Role, Set};
use super::selectivity::DEFAULT_SELECTIVITY;

/// The most relations for the exact search: it compares 3 to the power of this many pairs.
const MAX_DP_RELATIONS: usize = 10;

/// A tree of joins.
#[derive(Clone, Debug)]
pub(super) enum JoinTree {
    /// One relation.
    Relation(usize),
    /// A hash table of `build`, in which the rows of `probe` are looked up.
    Join { build: Box<JoinTree>, probe: Box<JoinTree> },
}

impl JoinTree {
    /// The relations in it.
    pub(super) fn set(&self) -> Set {
        match self {
            Self::Relation(at) => 1 << at,
            Self::Join { build, probe } => build.set() | probe.set(),
        }
    }
}

/// The best tree so far for a set of relations.
#[derive(Clone, Copy)]
struct Best {
    cost: f64,
    /// The two sets that it joins, build side and probe side; `None` for a relation.
    split: Option<(Set, Set)>,
}

/// A search over one graph.
pub(super) struct JoinSearch<'a> {
    graph: &'a JoinGraph,
    rows: HashMap<Set, f64>,
    best: HashMap<Set, Best>,
}

impl<'a> JoinSearch<'a> {
    pub(super) fn new(graph: &'a JoinGraph) -> Self {
        let relations = 0..graph.relations.len();
        let best = relations.map(|at| (1 << at, Best { cost: 0.0, split: None })).collect();
        Self { graph, rows: HashMap::new(), best }
    }

    /// The cheapest tree; `None` where the relations are not connected in a way that is searched.
    pub(super) fn tree(&mut self) -> Option<JoinTree> {
        if self.graph.relations.len() <= MAX_DP_RELATIONS {
            self.compare_all();
        } else {
            self.join_greedily();
        }
        self.tree_of(self.graph.all())
    }

    fn tree_of(&self, set: Set) -> Option<JoinTree> {
        Some(match self.best.get(&set)?.split {
            None => JoinTree::Relation(set.trailing_zeros() as usize),
            Some((build, probe)) => {
                JoinTree::Join { build: Box::new(self.tree_of(build)?), probe: Box::new(self.tree_of(probe)?) }
            }
        })
    }

    fn compare_all(&mut self) {
        // Each set comes after all of its subsets, as their numbers are smaller.
        for set in 1..=self.graph.all() {
            if set.count_ones() < 2 {
                continue;
            }
            let mut build = (set - 1) & set;
            while build != 0 {
                self.consider(build, set ^ build);
                build = (build - 1) & set;
            }
        }
    }

    fn join_greedily(&mut self) {
        let mut parts: Vec<Set> = (0..self.graph.relations.len()).map(|at| 1 << at).collect();
        while parts.len() > 1 {
            let pairs =
                parts.iter().enumerate().flat_map(|(at, left)| parts[at + 1..].iter().map(|right| (*left, *right)));
            let pairs: Vec<_> = pairs.filter(|(left, right)| self.joins(*left, *right)).collect();
            let smallest =
                pairs.into_iter().map(|(l, r)| (self.rows_of(l | r), l, r)).min_by(|a, b| a.0.total_cmp(&b.0));
            let Some((_, left, right)) = smallest else { return };
            self.consider(left, right);
            self.consider(right, left);
            parts.retain(|part| *part != left && *part != right);
            parts.push(left | right);
        }
    }

    fn consider(&mut self, build: Set, probe: Set) {
        let (Some(of_build), Some(of_probe)) = (self.best.get(&build).copied(), self.best.get(&probe).copied()) else {
            return;
        };
        if !self.joins(build, probe) {
            return;
        }
        let cost = of_build.cost + of_probe.cost + self.cost(build, probe);
        let known = self.best.get(&(build | probe)).map_or(f64::INFINITY, |best| best.cost);
        if cost < known {
            self.best.insert(build | probe, Best { cost, split: Some((build, probe)) });
        }
    }

    /// Returns the cost of a join without its sides, in units of one probe of a small table.
    fn cost(&mut self, build: Set, probe: Set) -> f64 {
        let (build_rows, probe_rows, rows) = (self.rows_of(build), self.rows_of(probe), self.rows_of(build | probe));
        let table = build_rows * (self.width_of(build) + 16.0);
        // A probe waits for memory where the table is larger than the caches.
        let look_up = match table {
            small if small < 1e6 => 1.0,
            middle if middle < 32e6 => 1.5,
            _ => 2.5,
        };
        build_rows * (8.0 + self.width_of(build) / 8.0) + probe_rows * look_up + rows
    }

    fn width_of(&self, set: Set) -> f64 {
        self.joined_in(set).map(|at| self.graph.relations[at].estimate.width()).sum()
    }

    /// Returns whether there is a join of these two: an equation between them, or one filters the other.
    fn joins(&self, left: Set, right: Set) -> bool {
        match (self.filter_in(left), self.filter_in(right)) {
            (Some(_), Some(_)) => false,
            (Some(needs), None) => needs & !right == 0,
            (None, Some(needs)) => needs & !left == 0,
            (None, None) => self.graph.classes.iter().any(|class| {
                let within = |set: Set| class.iter().any(|term| term.relations & !set == 0);
                within(left) && within(right)
            }),
        }
    }

    /// Returns the relations that the set needs, if it is one relation that filters others.
    fn filter_in(&self, set: Set) -> Option<Set> {
        if set.count_ones() != 1 {
            return None;
        }
        self.graph.filtered_by(set.trailing_zeros() as usize)
    }

    /// Returns the relations of a set that contribute rows.
    fn joined_in(&self, set: Set) -> impl Iterator<Item = usize> + use<'a> {
        let graph = self.graph;
        let members = (0..graph.relations.len()).filter(move |at| set & 1 << at != 0);
        members.filter(move |at| set.count_ones() == 1 || matches!(graph.relations[*at].role, Role::Joined))
    }

    /// Returns how many rows the join of these relations has, in any order.
    fn rows_of(&mut self, set: Set) -> f64 {
        if let Some(rows) = self.rows.get(&set) {
            return *rows;
        }
        let rows = self.estimated_rows(set);
        self.rows.insert(set, rows);
        rows
    }

    fn estimated_rows(&self, set: Set) -> f64 {
        let relations = &self.graph.relations;
        if set.count_ones() == 1 {
            return relations[set.trailing_zeros() as usize].estimate.rows;
        }
        let (mut rows, mut before) = (1.0, 0);
        for at in self.joined_in(set) {
            rows *= relations[at].estimate.rows * self.selectivity_with(at, before);
            before |= 1 << at;
        }
        for condition in &self.graph.conditions {
            if condition.relations & !set == 0 {
                rows *= DEFAULT_SELECTIVITY;
            }
        }
        for relation in relations.iter().enumerate().filter(|(at, _)| set & 1 << at != 0).map(|(_, relation)| relation)
        {
            if let Role::Filter { on, condition, anti } = &relation.role {
                let keys: Vec<_> = on.iter().map(|(l, r)| (self.graph.column_of(l), self.graph.column_of(r))).collect();
                let found = semi_join_selectivity(&relation.estimate, &keys, true);
                let found = if condition.is_some() { found * DEFAULT_SELECTIVITY } else { found };
                rows *= if *anti { anti_join_selectivity(found) } else { found };
            }
        }
        rows.max(1.0)
    }

    /// Returns the join selectivity of the equations between a relation and those `before`.
    fn selectivity_with(&self, at: usize, before: Set) -> f64 {
        let own = 1 << at;
        let mut by_partner: Vec<(usize, Vec<(ColumnEstimate, ColumnEstimate)>)> = Vec::new();
        for class in &self.graph.classes {
            let Some(term) = class.iter().find(|term| term.relations == own) else { continue };
            let partners = class.iter().filter(|term| term.relations.count_ones() == 1 && term.relations & before != 0);
            // Of several partners, the one that other equations already have: their selectivities are combined.
            let place = |partner: usize| by_partner.iter().position(|(known, _)| *known == partner);
            let partners: Vec<_> = partners.map(|term| (term.relations.trailing_zeros() as usize, term)).collect();
            let known = partners.iter().find_map(|(partner, other)| place(*partner).map(|at| (at, *other)));
            match (known, partners.first()) {
                (Some((place, other)), _) => {
                    by_partner[place].1.push((self.graph.column_of(term), self.graph.column_of(other)));
                }
                (None, Some((partner, other))) => {
                    let keys = vec![(self.graph.column_of(term), self.graph.column_of(other))];
                    by_partner.push((*partner, keys));
                }
                (None, None) => {}
            }
        }
        let relations = &self.graph.relations;
        let selectivities = by_partner
            .iter()
            .map(|(partner, keys)| join_selectivity(&relations[at].estimate, &relations[*partner].estimate, keys));
        selectivities.product()
    }
}
