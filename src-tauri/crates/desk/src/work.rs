//! Long commands, seen and stopped from outside while they hold the desk.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use vault::{Progress, Stage, Watch};

use crate::{Desk, DeskError, Done, Host, Nothing, WorkStage, WorkView};

/// What runs at this moment. Whoever owns the desk keeps it beside the desk's lock, as a long command holds that lock throughout.
#[derive(Debug, Default)]
pub struct Work {
    at: Mutex<Option<Progress>>,
    stop: AtomicBool,
}

impl Work {
    /// How far it is; none when nothing long runs.
    pub fn status(&self) -> Option<WorkView> {
        let at = *self.at.lock().unwrap_or_else(PoisonError::into_inner);
        at.map(|Progress { stage, done, all }| WorkView { stage: stage_of(stage), done, all })
    }

    /// Ends it at its next step with the error `stopped`; nothing half-finished stays. Without effect when nothing runs.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Runs something long that tells how far it is.
    pub(crate) fn run<T>(&self, long: impl FnOnce(Watch<'_>) -> T) -> T {
        self.stop.store(false, Ordering::Relaxed);
        let _ended = Ended(self);
        long(&|progress| {
            self.set(Some(progress));
            !self.stop.load(Ordering::Relaxed)
        })
    }

    fn set(&self, at: Option<Progress>) {
        *self.at.lock().unwrap_or_else(PoisonError::into_inner) = at;
    }
}

/// Takes the progress away when the work is over, however it ends.
struct Ended<'a>(&'a Work);

impl Drop for Ended<'_> {
    fn drop(&mut self) {
        self.0.set(None);
    }
}

pub(crate) fn work_status(desk: &mut Desk, _: &dyn Host, _: Nothing) -> Result<Option<WorkView>, DeskError> {
    Ok(desk.work().status())
}

pub(crate) fn work_stop(desk: &mut Desk, _: &dyn Host, _: Nothing) -> Result<Done, DeskError> {
    desk.work().stop();
    Ok(Done::YES)
}

fn stage_of(stage: Stage) -> WorkStage {
    match stage {
        Stage::Copying => WorkStage::Copying,
        Stage::Checking => WorkStage::Checking,
        Stage::Packing => WorkStage::Packing,
        Stage::Proving => WorkStage::Proving,
        Stage::Unpacking => WorkStage::Unpacking,
    }
}
