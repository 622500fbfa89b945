//! A frame that is collected in the background.

use std::sync::Arc;

use crate::error::Result;
use crate::frame::Frame;
use crate::query::start_queued;
use crate::run::Run;
use crate::run::current::current;
use crate::run::queue::Place;

impl Frame {
    /// Lists a run that collects the frame, and returns it with the future that carries it out. The run waits for its turn
    /// among those that were submitted to its session, unless it is brought forward, and is cancelled when the future is
    /// dropped.
    pub fn submit(self: &Arc<Self>) -> (Arc<Run>, impl Future<Output = Result<Arc<Self>>> + Send + use<>) {
        let (frame, owner) = (Arc::clone(self), self.session().queue("collect"));
        let run = Arc::clone(owner.run());
        // What a run itself asks for does not queue: it would wait for itself.
        let place = current().is_none().then(|| Place::last(&run));
        (run, async move {
            if frame.batches().is_some() {
                owner.done();
                return Ok(frame);
            }
            if let Some(place) = &place {
                place.turn().await?;
            }
            let stream = start_queued(frame.session(), frame.plan(), owner).await?;
            frame.collected(stream).await
        })
    }
}
