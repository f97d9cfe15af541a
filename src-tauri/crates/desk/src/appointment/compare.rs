//! What a form says beside what the ledger has: new, the same, or different.
//!
//! What the form leaves out is not taken away, and what is known more exactly stays so: an entry differs only when the form says
//! something that the ledger does not.

use method::{Entry, EntryBody, EntryId, PartialDate, relation_rank};
use sheet::AppointmentEntry;

/// How something that a form says stands to what is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// Nothing like it is known.
    New,
    /// It is known.
    Same,
    /// This entry is about the same and says something else; with the form's words it would be as given.
    Differs(Box<Entry>),
}

/// The entry that says the same already, if one does.
pub(super) fn same_as(said: &AppointmentEntry, known: &[Entry]) -> Option<EntryId> {
    known.iter().find(|entry| laid_over(said, entry).as_ref() == Some(*entry)).map(|entry| entry.id)
}

/// Compares what a form says with the person's entries.
pub(super) fn against(said: &AppointmentEntry, known: &[Entry]) -> Standing {
    let mut differs = None;
    for entry in known {
        let Some(laid_over) = laid_over(said, entry) else { continue };
        if laid_over == *entry {
            return Standing::Same;
        }
        differs.get_or_insert(laid_over);
    }
    differs.map_or(Standing::New, |entry| Standing::Differs(Box::new(entry)))
}

/// The entry with the form's words laid over it; none when the two are about different things.
fn laid_over(said: &AppointmentEntry, entry: &Entry) -> Option<Entry> {
    use EntryBody as Body;
    let body = match (&said.body, &entry.body) {
        (Body::Post { from, to, text }, Body::Post { from: since, to: until, text: known }) => {
            let ends_alike = to.zip(*until).is_none_or(|(a, b)| a.agrees_with(b));
            let same_text = squeezed(text) == squeezed(known);
            if !from.agrees_with(*since) || !(ends_alike || same_text) {
                return None;
            }
            let (from, to) = (exact(*since, *from), over(*until, *to));
            Body::Post { from, to, text: words(known, text) }
        }
        (
            Body::Education { full_time, level, degree, school, .. },
            Body::Education { full_time: kind, level: l, degree: d, school: s, major, until },
        ) => {
            let includes = !s.is_empty() && squeezed(school).starts_with(&squeezed(s));
            let same_school =
                school.is_empty() || s.is_empty() || includes || squeezed(s).starts_with(&squeezed(school));
            let alike = (!level.is_empty() && level == l) || (includes && (level.is_empty() || l.is_empty()));
            if full_time != kind || !alike || !same_school {
                return None;
            }
            // The form has school and subject in one text, the ledger may have them apart.
            let apart = includes && !major.is_empty() && squeezed(school).contains(&squeezed(major));
            let school = if apart { s.clone() } else { words(s, school) };
            let (level, degree) = (words(l, level), words(d, degree));
            Body::Education { full_time: *full_time, level, degree, school, major: major.clone(), until: *until }
        }
        (
            Body::Relative { relation, name, birth, political, post, deceased, .. },
            Body::Relative { relation: r, name: n, birth: b, political: p, post: o, phone, deceased: d },
        ) => {
            let same_name = squeezed(name) == squeezed(n) && !name.is_empty();
            let nameless = name.is_empty() || n.is_empty();
            let same_relation = relation == r;
            let near = same_relation || (relation_rank(relation) == relation_rank(r) && relation_rank(r) < 4);
            if !((same_name && near) || (nameless && same_relation)) {
                return None;
            }
            Body::Relative {
                relation: r.clone(),
                name: words(n, name),
                birth: over(*b, *birth),
                political: words(p, political),
                post: words(o, post),
                phone: phone.clone(),
                deceased: *d || *deceased,
            }
        }
        (Body::Strength { text }, Body::Strength { text: known }) => {
            if squeezed(text) != squeezed(known) {
                return None;
            }
            entry.body.clone()
        }
        (Body::Appraisal { year, grade }, Body::Appraisal { year: of, grade: known }) => {
            if year != of {
                return None;
            }
            Body::Appraisal { year: *year, grade: words(known, grade) }
        }
        (Body::Award { title, by }, Body::Award { title: t, by: b }) => {
            if squeezed(title) != squeezed(t) || !days_agree(said.day, entry.day) {
                return None;
            }
            Body::Award { title: t.clone(), by: words(b, by) }
        }
        (Body::Punishment { title, by, .. }, Body::Punishment { title: t, by: b, until }) => {
            if squeezed(title) != squeezed(t) || !days_agree(said.day, entry.day) {
                return None;
            }
            Body::Punishment { title: t.clone(), by: words(b, by), until: *until }
        }
        _ => return None,
    };
    Some(Entry { body, day: over(entry.day, said.day), ..entry.clone() })
}

fn days_agree(a: Option<PartialDate>, b: Option<PartialDate>) -> bool {
    a.zip(b).is_none_or(|(a, b)| a.agrees_with(b))
}

/// The form's words, unless they are the same or none.
fn words(known: &str, said: &str) -> String {
    let keep = said.is_empty() || squeezed(known) == squeezed(said);
    if keep { known.to_owned() } else { said.to_owned() }
}

/// The form's date, unless it has none or the known one is the same and more exact.
fn over(known: Option<PartialDate>, said: Option<PartialDate>) -> Option<PartialDate> {
    match (known, said) {
        (Some(known), Some(said)) => Some(if known.agrees_with(said) { exact(known, said) } else { said }),
        (known, said) => said.or(known),
    }
}

/// Of two dates that agree the one that says more.
fn exact(a: PartialDate, b: PartialDate) -> PartialDate {
    let says = |date: PartialDate| (date.month_part().is_some(), date.day_part().is_some());
    if says(b) > says(a) { b } else { a }
}

/// Without blanks, and with one sign for brackets and commas of either width.
fn squeezed(text: &str) -> String {
    let one = |c: char| match c {
        '(' => '（',
        ')' => '）',
        ',' => '，',
        ';' => '；',
        ':' => '：',
        c => c,
    };
    text.chars().filter(|c| !c.is_whitespace()).map(one).collect()
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};
    use method::{EntryId, PersonId, Source};
    use uuid::Uuid;

    use super::*;

    fn known(body: EntryBody, day: Option<&str>) -> Entry {
        Entry {
            id: EntryId(Uuid::from_u128(1)),
            person: PersonId(Uuid::from_u128(2)),
            body,
            day: day.map(date),
            source: Source::Talk,
            entered_at: DateTime::<Utc>::UNIX_EPOCH,
        }
    }

    fn date(text: &str) -> PartialDate {
        text.parse().unwrap()
    }

    fn said(body: EntryBody, day: Option<&str>) -> AppointmentEntry {
        AppointmentEntry { body, day: day.map(date) }
    }

    fn post(from: &str, to: Option<&str>, text: &str) -> EntryBody {
        EntryBody::Post { from: date(from), to: to.map(date), text: text.to_owned() }
    }

    fn relative(relation: &str, name: &str, birth: Option<&str>, post: &str, phone: &str) -> EntryBody {
        EntryBody::Relative {
            relation: relation.to_owned(),
            name: name.to_owned(),
            birth: birth.map(date),
            political: String::new(),
            post: post.to_owned(),
            phone: phone.to_owned(),
            deceased: false,
        }
    }

    fn body(standing: Standing) -> EntryBody {
        match standing {
            Standing::Differs(entry) => entry.body,
            other => panic!("{other:?} does not differ"),
        }
    }

    #[test]
    fn a_post_that_has_ended_since_differs_and_one_still_open_in_the_form_does_not() {
        let open = known(post("2018-07", None, "所长"), None);
        let ended = said(post("2018-07", Some("2024-01"), "所长"), None);
        assert_eq!(body(against(&ended, std::slice::from_ref(&open))), post("2018-07", Some("2024-01"), "所长"));
        let closed = known(post("2018-07", Some("2024-01"), "所长"), None);
        assert_eq!(against(&said(post("2018-07", None, "所　长"), None), &[closed]), Standing::Same);
        let other = said(post("2018-07", Some("2019-01"), "兼工会主席"), None);
        let long = known(post("2018-07", Some("2024-01"), "所长"), None);
        assert_eq!(against(&other, &[long]), Standing::New, "two posts may begin in one month");
    }

    #[test]
    fn a_relative_keeps_what_the_form_does_not_say() {
        let wife = known(relative("妻子", "林桂玲", Some("1978-05-03"), "", "13800138000"), None);
        let form = said(relative("妻", "林桂玲", Some("1978-05"), "小学教师", ""), None);
        let laid = body(against(&form, std::slice::from_ref(&wife)));
        assert_eq!(laid, relative("妻子", "林桂玲", Some("1978-05-03"), "小学教师", "13800138000"));
        let daughter = said(relative("女儿", "林桂玲", None, "", ""), None);
        assert_eq!(against(&daughter, std::slice::from_ref(&wife)), Standing::New);
        let nameless = said(relative("妻子", "", None, "", ""), None);
        assert_eq!(against(&nameless, &[wife]), Standing::Same);
    }

    #[test]
    fn an_award_is_the_same_when_its_days_agree() {
        let award = |by: &str| EntryBody::Award { title: "优秀共产党员".to_owned(), by: by.to_owned() };
        let stored = known(award("县局党委"), Some("2019-07-01"));
        assert_eq!(against(&said(award(""), Some("2019-07")), std::slice::from_ref(&stored)), Standing::Same);
        assert_eq!(against(&said(award("县委"), Some("2019-07")), std::slice::from_ref(&stored)), {
            Standing::Differs(Box::new(known(award("县委"), Some("2019-07-01"))))
        });
        assert_eq!(against(&said(award("县局党委"), Some("2021-07")), &[stored]), Standing::New);
    }

    #[test]
    fn an_appraisal_is_of_its_year() {
        let grade = |year: i32, grade: &str| EntryBody::Appraisal { year, grade: grade.to_owned() };
        let stored = [known(grade(2024, "称职"), None)];
        assert_eq!(against(&said(grade(2024, "称职"), None), &stored), Standing::Same);
        assert_eq!(body(against(&said(grade(2024, "优秀"), None), &stored)), grade(2024, "优秀"));
        assert_eq!(against(&said(grade(2023, "优秀"), None), &stored), Standing::New);
    }

    #[test]
    fn school_and_subject_may_be_apart() {
        let of = |school: &str, major: &str, degree: &str| EntryBody::Education {
            full_time: false,
            level: "大学".to_owned(),
            degree: degree.to_owned(),
            school: school.to_owned(),
            major: major.to_owned(),
            until: None,
        };
        let stored = [known(of("西南财经大学", "税务", ""), None)];
        assert_eq!(against(&said(of("西南财经大学税务专业", "", ""), None), &stored), Standing::Same);
        assert_eq!(
            body(against(&said(of("西南财经大学", "", "学士"), None), &stored)),
            of("西南财经大学", "税务", "学士")
        );
        assert_eq!(against(&said(of("四川大学", "", ""), None), &stored), Standing::New);
    }
}
