//! Identifiers: UUIDv7 texts, one type for each kind of record so that they cannot be mixed up.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

macro_rules! id {
    ($name:ident, $of:literal) => {
        #[doc = concat!("Identifies ", $of, ".")]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
        #[serde(transparent)]
        #[ts(type = "string")]
        pub struct $name(pub Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    };
}

id!(PersonId, "a person (人员)");
id!(EventId, "an event (事由)");
id!(DutyId, "a duty (应谈 or 应访)");
id!(TalkId, "a talk record (谈话)");
id!(VisitId, "a visit record (走访)");
id!(EntryId, "an entry of the six knowings (知晓项)");
id!(PromiseId, "a promise (承诺事项)");
id!(ItemId, "an archived item (件)");
id!(BoxId, "a box of the archive (档案盒)");
id!(SealId, "a seal page (封存页)");
id!(HandoverId, "a handover (换届交接)");
id!(ScanId, "a scanned page (扫描页)");
id!(ImportId, "an import (导入)");
id!(IndicatorId, "an indicator (指标)");
id!(ActivityId, "an activity (活动)");
id!(SuggestionId, "a suggestion (意见建议)");
id!(ExampleId, "a line of what the secretary asks of others (作示范)");
