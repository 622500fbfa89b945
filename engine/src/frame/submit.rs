//! A frame that is collected in the background.

use std::sync::Arc;

use crate::error::Result;
use crate::frame::Frame;
use crate::query::start_queued;
use crate::run::Run;
use crate::run::current::current;
use crate::run::lane::Lane;

impl Frame {
    /// Lists a run that collects the frame, and returns it with the future that carries it out. The run is in the
    /// background, unless it is brought forward, and is cancelled when the future is dropped.
    pub fn submit(self: &Arc<Self>) -> (Arc<Run>, impl Future<Output = Result<Arc<Self>>> + Send + use<>) {
        let (frame, owner) = (Arc::clone(self), self.session().queue("collect"));
        // What a run itself asks for does not queue: it would wait for itself.
        let owner = if current().is_none() { owner.in_lane(Lane::Background) } else { owner };
        (Arc::clone(owner.run()), async move {
            if frame.batches().is_some() {
                owner.done();
                return Ok(frame);
            }
            let stream = start_queued(frame.session(), frame.plan(), owner).await?;
            frame.collected(stream).await
        })
    }
}
