//! Long commands, seen and stopped from outside while they hold the desk.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use vault::{Progress, Stage, Watch};

use crate::{Desk, DeskError, Done, Host, Nothing, WorkStage, WorkView};

/// What runs at this moment. Whoever owns the desk keeps it beside the desk's lock, as a long command holds that lock throughout.
#[derive(Debug, Default)]
pub struct Work {
    at: Mutex<Option<WorkView>>,
    stop: AtomicBool,
}

impl Work {
    /// How far it is; none when nothing long runs.
    pub fn status(&self) -> Option<WorkView> {
        *self.at.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends it at its next step with the error `stopped`; nothing half-finished stays. Without effect when nothing runs.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Runs something long of the store that tells how far it is.
    pub(crate) fn run<T>(&self, long: impl FnOnce(Watch<'_>) -> T) -> T {
        let _ended = self.begin();
        long(&|Progress { stage, done, all }| self.tell(WorkView { stage: stage_of(stage), done, all }))
    }

    /// Runs something long of one stage, which tells how much of how much is done and is told whether to go on.
    pub(crate) fn run_as<T>(&self, stage: WorkStage, long: impl FnOnce(&dyn Fn(u64, u64) -> bool) -> T) -> T {
        let _ended = self.begin();
        long(&|done, all| self.tell(WorkView { stage, done, all }))
    }

    fn begin(&self) -> Ended<'_> {
        self.stop.store(false, Ordering::Relaxed);
        Ended(self)
    }

    /// Shows how far it is, and answers whether to go on.
    fn tell(&self, at: WorkView) -> bool {
        self.set(Some(at));
        !self.stop.load(Ordering::Relaxed)
    }

    fn set(&self, at: Option<WorkView>) {
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
