//! A frame that is collected in the background.

use std::sync::Arc;

use crate::error::Result;
use crate::frame::Frame;
use crate::query::start_queued;
use crate::run::Run;
use crate::run::current::current;
use crate::run::queue::turn;

impl Frame {
    /// Lists a run that collects the frame, and returns it with the future that carries it out. The run waits for its turn
    /// among those that were submitted, and is cancelled when the future is dropped.
    pub fn submit(self: &Arc<Self>) -> (Arc<Run>, impl Future<Output = Result<Arc<Self>>> + Send + use<>) {
        let (frame, owner) = (Arc::clone(self), self.session().queue("collect"));
        let run = Arc::clone(owner.run());
        // What a run itself asks for has a place already: it would wait for itself.
        let has_place = current().is_some();
        (run, async move {
            if frame.batches().is_some() {
                owner.done();
                return Ok(frame);
            }
            let _place = if has_place { None } else { turn(owner.run()).await? };
            let stream = start_queued(frame.session(), frame.plan(), owner).await?;
            frame.collected(stream).await
        })
    }
}
