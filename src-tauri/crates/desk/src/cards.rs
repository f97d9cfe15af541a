//! 六知晓 个人卡: what of a person is printed is chosen each time, and what is sensitive is noted in the log.

use method::{Attention, EntryBody, Facet, IdNumber, Mark, PartialDate, Person, PersonId};
use paper::{CardFacet, CardSheet, Sheet};
use vault::{Reading, Writing};

use crate::lookup::{Lookup, Rules};
use crate::people::masked_phone;
use crate::records::{known, log};
use crate::session::settings;
use crate::sheets::sex_text;
use crate::{CardOf, Desk, DeskError, EntryView, check, knowing};

/// The sheet, and a file name that carries no personal name.
pub(crate) fn card_sheet(desk: &mut Desk, of: &CardOf) -> Result<(Sheet, String), DeskError> {
    check::facets(&of.facets)?;
    let rules = desk.rules();
    let name = format!("六知晓个人卡_{}.pdf", rules.today);
    let sensitive: Vec<Facet> = of.facets.iter().copied().filter(|facet| facet.sensitive()).collect();
    let sheet = if sensitive.is_empty() {
        desk.read(|reading| card(reading, &rules, of))
    } else {
        // What is sensitive is read only after its reading stands in the log.
        desk.write(|writing: &Writing<'_>| {
            known(writing.person(of.person))?;
            for facet in &sensitive {
                log(writing, "knowing_reveal", &of.person.to_string(), facet)?;
            }
            card(writing, &rules, of)
        })
    };
    Ok((Sheet::Card(sheet?), name))
}

fn card(reading: &Reading<'_>, rules: &Rules, of: &CardOf) -> Result<CardSheet, DeskError> {
    let person = known(reading.person(of.person))?;
    let known = knowing::view(reading, rules, of.person)?;
    let mut facets = Vec::new();
    for facet in known.facets.iter().filter(|facet| of.facets.contains(&facet.facet)) {
        let rows = rows(reading, rules, of.person, facet.facet, of.masked)?;
        facets.push(CardFacet { title: title(facet.facet).to_owned(), checked: facet.checked, rows });
    }
    Ok(CardSheet {
        branch: settings(reading)?.branch,
        day: Lookup::new(reading, rules).today,
        name: person.name.clone(),
        fields: fields(&person, rules, of.masked),
        facets,
        masked: of.masked,
    })
}

/// The six, in the words of the method.
pub(crate) fn title(facet: Facet) -> &'static str {
    match facet {
        Facet::Resume => "工作简历",
        Facet::Family => "家庭情况",
        Facet::Hobby => "兴趣爱好",
        Facet::Performance => "工作表现",
        Facet::Mind => "思想动态",
        Facet::Standing => "先进、后进底数",
    }
}

fn month(date: Option<PartialDate>) -> String {
    date.map(PartialDate::dotted).unwrap_or_default()
}

/// What is known of the roster's fields; a field without a value is left out.
fn fields(person: &Person, rules: &Rules, masked: bool) -> Vec<(String, String)> {
    let age = person.birth.map(|birth| format!("（{}岁）", birth.age_on(rules.today))).unwrap_or_default();
    let number = match IdNumber::parse(&person.id_number) {
        Ok(number) if masked => number.masked(),
        _ => person.id_number.clone(),
    };
    let phone = if masked { masked_phone(&person.phone) } else { person.phone.clone() };
    let address = if masked { masked_address(&person.address) } else { person.address.clone() };
    let named = [
        ("姓名", person.name.clone()),
        ("性别", sex_text(person.sex).to_owned()),
        ("民族", person.ethnicity.clone()),
        ("出生年月", format!("{}{age}", month(person.birth))),
        ("籍贯", person.native_place.clone()),
        ("政治面貌", person.political.clone()),
        ("入党时间", month(person.party_since)),
        ("参加工作", month(person.work_since)),
        ("学历", person.education.clone()),
        ("单位及职务", person.post.clone()),
        ("身份证号", number),
        ("联系电话", phone),
        ("家庭住址", address),
    ];
    let filled = named.into_iter().filter(|(_, value)| !value.trim().is_empty());
    filled.map(|(label, value)| (label.to_owned(), value)).collect()
}

/// The place without the street and the number: the first three characters.
pub(crate) fn masked_address(address: &str) -> String {
    let first: String = address.chars().take(3).collect();
    if address.chars().count() > 3 { format!("{first}*****") } else { first }
}

fn rows(
    reading: &Reading<'_>,
    rules: &Rules,
    person: PersonId,
    facet: Facet,
    masked: bool,
) -> Result<Vec<(String, String)>, DeskError> {
    let entries = knowing::entry_views(reading, rules, person, facet)?;
    Ok(entries.into_iter().map(|entry| row(entry, masked)).collect())
}

/// An entry in words: a day, a period or a word, and a text.
fn row(entry: EntryView, masked: bool) -> (String, String) {
    let day = month(entry.day);
    let words =
        |parts: &[&str]| parts.iter().filter(|part| !part.trim().is_empty()).copied().collect::<Vec<_>>().join("，");
    let named = |word: &str, text: String| (if day.is_empty() { word.to_owned() } else { day.clone() }, text);
    match entry.body {
        EntryBody::Post { from, to, text } => match to {
            Some(to) => (format!("{}—{}", from.dotted(), to.dotted()), text),
            None => (format!("{}起", from.dotted()), text),
        },
        EntryBody::Education { full_time, level, degree, school, major, until } => {
            let how = if full_time { "全日制" } else { "在职" };
            let label = until.map_or_else(|| "学历".to_owned(), PartialDate::dotted);
            (label, words(&[how, &level, &degree, &school, &major]))
        }
        EntryBody::Wish { text } => ("岗位意愿".to_owned(), text),
        EntryBody::Relative { relation, name, birth, political, post, phone, deceased } => {
            let name = if deceased { format!("{name}（已故）") } else { name };
            let phone = if masked { masked_phone(&phone) } else { phone };
            (relation, words(&[&name, &month(birth), &political, &post, &phone]))
        }
        EntryBody::Household { text } => named("家庭情况", text),
        EntryBody::Hobby { text } => ("爱好".to_owned(), text),
        EntryBody::Strength { text } => ("特长".to_owned(), text),
        EntryBody::Appraisal { year, grade } => (format!("{year}年"), format!("年度考核：{grade}")),
        EntryBody::Award { title, by } => named("奖励", format!("奖励：{}", words(&[&title, &by]))),
        EntryBody::Punishment { title, by, until } => {
            let until = until.map(|until| format!("影响期至{}", until.dotted())).unwrap_or_default();
            named("处分、处理", format!("处分、处理：{}", words(&[&title, &by, &until])))
        }
        EntryBody::Work { text } => named("表现", text),
        EntryBody::Mind { text, attention } => {
            let attention = match attention {
                Attention::Calm => "平稳",
                Attention::Watch => "一般关注",
                Attention::Focus => "重点关注",
            };
            named("思想动态", format!("{text}（{attention}）"))
        }
        EntryBody::Standing { mark, basis, helper, plan } => {
            let mark = match mark {
                Mark::Advanced => "先进",
                Mark::Middle => "中间",
                Mark::Behind => "后进",
            };
            let helper = if helper.trim().is_empty() { String::new() } else { format!("帮带人{helper}") };
            named(mark, words(&[mark, &basis, &helper, &plan]))
        }
        EntryBody::Progress { text } => named("转化情况", text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_an_address_only_the_place_is_shown() {
        assert_eq!(masked_address("中和镇东街18号"), "中和镇*****");
        assert_eq!(masked_address("县城"), "县城");
        assert_eq!(masked_address(""), "");
    }
}
