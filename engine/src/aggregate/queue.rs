//! The summary of a queue: its members combined in order, while new ones are added at its end and the oldest are
//! removed. Two stacks do it without ever subtracting from a summary, in amortized constant time for each member
//! (Tangwongsan, Hirzel, Schneider: "Low-Latency Sliding-Window Aggregation in Worst-Case Constant Time", DEBS 2017,
//! section 2): the back one is summed up as it grows, and flipped into running sums from its end when the front one is
//! empty.

/// The summary of a sequence of values; the default is that of an empty one.
pub(super) trait Summary: Copy + Default {
    /// Returns the summary of these values and those that follow.
    fn with(self, later: Self) -> Self;
}

#[derive(Debug, Default)]
pub(super) struct Queue<S> {
    /// The summaries of the oldest member and all in front, of the second oldest and all in front ...: the oldest is
    /// last.
    front: Vec<S>,
    back: Vec<S>,
    total_of_back: S,
}

impl<S: Summary> Queue<S> {
    pub(super) fn push(&mut self, value: S) {
        self.total_of_back = self.total_of_back.with(value);
        self.back.push(value);
    }

    /// Removes the oldest members.
    pub(super) fn pop(&mut self, count: usize) {
        for _ in 0..count {
            if self.front.is_empty() {
                let mut total = S::default();
                while let Some(value) = self.back.pop() {
                    total = value.with(total);
                    self.front.push(total);
                }
                self.total_of_back = S::default();
            }
            self.front.pop();
        }
    }

    pub(super) fn total(&self) -> S {
        self.front.last().copied().unwrap_or_default().with(self.total_of_back)
    }

    /// Returns how many bytes its members take.
    pub(super) fn size(&self) -> usize {
        (self.front.capacity() + self.back.capacity()) * size_of::<S>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Copy, Debug, Default, PartialEq)]
    struct Span(Option<(usize, usize)>);

    impl Summary for Span {
        fn with(self, later: Self) -> Self {
            match (self.0, later.0) {
                (Some((first, end)), Some((next, last))) => {
                    assert_eq!(end + 1, next, "only neighbours are put together");
                    Self(Some((first, last)))
                }
                (some, none) => Self(some.or(none)),
            }
        }
    }

    #[test]
    fn the_total_is_that_of_the_members_in_order() {
        let mut queue = Queue::default();
        for value in 0..100 {
            queue.push(Span(Some((value, value))));
            if value >= 7 {
                queue.pop(1);
            }
            assert_eq!(queue.total(), Span(Some((value.saturating_sub(6), value))));
        }
        queue.pop(7);
        assert_eq!(queue.total(), Span(None));
    }
}
