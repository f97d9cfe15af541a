//! The register of printed sheets.

use method::{Paper, PaperKind, PaperState, PersonId, Signing, VoidReason};
use uuid::Uuid;
use vault::PaperFilter;

use crate::common::*;

fn paper(number: u32, kind: PaperKind, state: PaperState) -> Paper {
    Paper {
        number,
        kind,
        record: None,
        person: None,
        duty: None,
        pages: 2,
        made_at: at("2026-11-23T01:00:00.123Z"),
        content: Some("5a".repeat(32)),
        state,
        signing: None,
    }
}

fn numbers(papers: &[Paper]) -> Vec<u32> {
    papers.iter().map(|paper| paper.number).collect()
}

#[test]
fn they_come_back_as_they_were_stored_and_are_listed_by_what_they_are() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("a.zhixin");
    let mut vault = create(&folder);
    get(&vault, |r| {
        assert_eq!(r.next_paper()?, 1);
        Ok(())
    });
    let record = Uuid::from_u128(30);
    let returned = PaperState::Returned { day: day("2026-11-24") };
    let void = PaperState::Void { day: day("2026-11-24"), reason: VoidReason::Replaced { by: 1 } };
    let papers = [
        Paper { record: Some(record), ..paper(1, PaperKind::Talk, PaperState::Out) },
        Paper {
            record: Some(record),
            signing: Some(Signing::Unsigned { reason: "本人出差'\"\n".to_owned() }),
            ..paper(2, PaperKind::Talk, returned.clone())
        },
        Paper { person: Some(PersonId(Uuid::from_u128(1))), ..paper(3, PaperKind::TalkBlank, returned.clone()) },
        Paper { record: Some(record), ..paper(4, PaperKind::VisitBlank, returned) },
        paper(5, PaperKind::Brief, PaperState::Kept),
        paper(6, PaperKind::Visit, void),
        paper(7, PaperKind::Visit, PaperState::Out),
    ];
    put(&mut vault, |w| {
        papers.iter().try_for_each(|paper| w.put_paper(paper))?;
        w.log("sheet_print", "", None)
    });
    vault.lock().unwrap();

    let mut vault = open(&folder).unwrap();
    let all = PaperFilter::default();
    get(&vault, |r| {
        for paper in &papers {
            assert_eq!(r.paper(paper.number)?.as_ref(), Some(paper));
        }
        assert_eq!((r.paper(8)?, r.next_paper()?), (None, 8));
        assert_eq!(numbers(&r.papers(&all)?), [7, 6, 5, 4, 3, 2, 1]);
        assert_eq!(numbers(&r.papers_of(record)?), [4, 2, 1]);
        assert_eq!(numbers(&r.papers_out()?), [1, 7]);
        let listed = |filter: PaperFilter| r.papers(&filter).map(|papers| numbers(&papers));
        assert_eq!(listed(PaperFilter { state: Some("void"), ..all.clone() })?, [6]);
        assert_eq!(listed(PaperFilter { kind: Some(PaperKind::Visit), ..all.clone() })?, [7, 6]);
        assert_eq!(listed(PaperFilter { person: papers[2].person, ..all.clone() })?, [3]);
        assert_eq!(listed(PaperFilter { needs_entry: true, ..all.clone() })?, [3]);
        assert_eq!(listed(PaperFilter { below: Some(5), limit: Some(2), ..all.clone() })?, [4, 3]);
        assert_eq!(r.papers_to_enter()?, 1);
        let counts: Vec<_> =
            ["kept", "out", "returned", "void"].map(str::to_owned).into_iter().zip([1, 2, 3, 1]).collect();
        assert_eq!(r.paper_counts()?, counts);
        Ok(())
    });
    put(&mut vault, |w| {
        w.put_paper(&paper(7, PaperKind::Visit, PaperState::Kept))?;
        w.log("paper_undo", "", None)
    });
    get(&vault, |r| {
        assert_eq!((numbers(&r.papers_out()?), r.next_paper()?), (vec![1], 8));
        Ok(())
    });
}

#[test]
fn a_restored_ledger_gives_no_number_that_may_have_been_given_since() {
    let (dir, folder) = small();
    let mut vault = open(&folder).unwrap();
    put(&mut vault, |w| w.put_paper(&paper(7, PaperKind::Talk, PaperState::Out)));
    let file = dir.path().join("a.zhixinbak");
    vault.back_up_to(&file, false, &vault::unwatched).unwrap();
    put(&mut vault, |w| w.put_paper(&paper(8, PaperKind::Talk, PaperState::Out)));
    let restored = crate::backups::restore(&file, &dir.path().join("b.zhixin")).unwrap();
    assert!((1_008..2_008).contains(&get(&restored, |r| r.next_paper())));
    assert!(restored.verify().unwrap().is_clean());
}
