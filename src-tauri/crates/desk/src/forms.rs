//! How the office wants its forms: reading and changing, and a sample to look at.

use std::collections::{BTreeMap, HashSet};

use chrono::{NaiveDate, NaiveTime};
use method::{DutyKind, Extra, ExtraField, FormStyle, FormsSettings, TalkVariant, VisitMode, talk_extra};
use paper::{
    BlankSheet, FOOT_LIMIT, FieldPart, FormField, LABEL_LIMIT, Sheet, Signatory, Subject, SystemFonts, TALK_FIELDS,
    TALK_TYPES, TITLE_LIMIT, TalkMode, TalkSheet, VISIT_FIELDS, VisitSheet, VisitWording,
};
use vault::Reading;

use crate::records::log;
use crate::{Desk, DeskError, ErrorCode, FontsFound, FormFieldView, FormPart, FormSample, FormsView, Host, Nothing};

const SETTING: &str = "forms";
/// The most fields of the office's own on one form.
const OWN: usize = 6;

pub(crate) fn forms_get(desk: &mut Desk, _: &dyn Host, _: Nothing) -> Result<FormsView, DeskError> {
    let fonts = desk.fonts();
    desk.read(|reading| Ok(view(forms(reading)?, fonts)))
}

pub(crate) fn forms_set(desk: &mut Desk, _: &dyn Host, request: FormsSettings) -> Result<FormsView, DeskError> {
    check(&request)?;
    let fonts = desk.fonts();
    desk.write(|writing| {
        let value = serde_json::to_value(&request).map_err(|_| ErrorCode::Internal)?;
        writing.set_setting(SETTING, &value)?;
        log(writing, "forms_set", "", &request)?;
        Ok(view(request, fonts))
    })
}

/// What the office wants; nothing in particular from the beginning.
pub(crate) fn forms(reading: &Reading<'_>) -> Result<FormsSettings, DeskError> {
    match reading.setting(SETTING)? {
        Some(value) => serde_json::from_value(value).map_err(|_| DeskError::with(ErrorCode::Internal, SETTING)),
        None => Ok(FormsSettings::default()),
    }
}

fn view(settings: FormsSettings, fonts: SystemFonts) -> FormsView {
    let fields = |fields: &[FormField]| fields.iter().map(field_view).collect();
    let talk_types = TALK_TYPES.map(str::to_owned).to_vec();
    let fonts = FontsFound {
        fangsong: fonts.fangsong.map(|font| font.family),
        xiaobiaosong: fonts.xiaobiaosong.map(|font| font.family),
    };
    FormsView { settings, talk: fields(TALK_FIELDS), visit: fields(VISIT_FIELDS), talk_types, fonts }
}

fn field_view(field: &FormField) -> FormFieldView {
    let part = match field.part {
        FieldPart::Title => FormPart::Title,
        FieldPart::Row => FormPart::Row,
        FieldPart::Cell => FormPart::Cell,
        FieldPart::Signature => FormPart::Signature,
        FieldPart::Foot => FormPart::Foot,
    };
    let label = field.label.replace('\n', "");
    FormFieldView { key: field.key.to_owned(), label, part, optional: field.optional }
}

/// Refuses words that do not fit, keys that no form has, and two fields with one key.
pub(crate) fn check(settings: &FormsSettings) -> Result<(), DeskError> {
    check_style("talk", &settings.talk, TALK_FIELDS)?;
    check_style("visit", &settings.visit, VISIT_FIELDS)
}

fn check_style(form: &str, style: &FormStyle, fields: &[FormField]) -> Result<(), DeskError> {
    let bad = |what: &str| DeskError::with(ErrorCode::BadRequest, format!("{form}.{what}"));
    for (key, words) in &style.labels {
        let field = fields.iter().find(|field| field.key == key).ok_or_else(|| bad("labels"))?;
        let limit = match field.part {
            FieldPart::Title => TITLE_LIMIT,
            FieldPart::Foot => FOOT_LIMIT,
            FieldPart::Row | FieldPart::Cell | FieldPart::Signature => LABEL_LIMIT,
        };
        fits(form, words, limit)?;
    }
    let may_go = |key: &String| fields.iter().any(|field| field.key == key && field.optional);
    if !style.hidden.iter().all(may_go) {
        return Err(bad("hidden"));
    }
    let own: HashSet<&str> = style.extra.iter().map(|extra| extra.key.as_str()).collect();
    if style.extra.len() > OWN || own.len() < style.extra.len() || !style.extra.iter().all(is_own) {
        return Err(bad("extra"));
    }
    for extra in &style.extra {
        if extra.label.trim().is_empty() {
            return Err(DeskError::with(ErrorCode::FieldMissing, format!("{form}.extra")));
        }
        fits(form, &extra.label, LABEL_LIMIT)?;
    }
    let is_cell = |key: &str| fields.iter().any(|field| field.key == key && field.part == FieldPart::Cell);
    if !style.order.iter().all(|key| is_cell(key) || own.contains(key.as_str())) {
        return Err(bad("order"));
    }
    Ok(())
}

fn fits(form: &str, words: &str, limit: usize) -> Result<(), DeskError> {
    let too_long = words.chars().count() > limit || words.contains('\n');
    if too_long { Err(DeskError::with(ErrorCode::TextTooLong, format!("{form}.labels"))) } else { Ok(()) }
}

/// `own1` and so on, so that no field of the office's takes the place of one that every form has.
fn is_own(extra: &ExtraField) -> bool {
    let number = extra.key.strip_prefix("own").unwrap_or_default();
    !number.is_empty() && number.len() <= 3 && number.bytes().all(|b| b.is_ascii_digit())
}

/// A sheet about people who do not exist, as the settings would print it.
pub(crate) fn sample(branch: String, today: NaiveDate, of: FormSample) -> Result<(Sheet, String), DeskError> {
    check(&of.settings)?;
    let name = match of.kind {
        DutyKind::Talk => "谈心谈话记录表_样张.pdf",
        DutyKind::Visit => "走访慰问登记表_样张.pdf",
    };
    let sheet = match (of.kind, of.blank) {
        (DutyKind::Talk, false) => Sheet::Talk(talk(branch, today, of.variant, of.settings.talk)),
        (DutyKind::Visit, false) => Sheet::Visit(visit(branch, today, of.settings.visit)),
        (DutyKind::Talk, true) => Sheet::TalkBlank(blank(branch, of.variant, of.settings.talk)),
        (DutyKind::Visit, true) => Sheet::VisitBlank(blank(branch, TalkVariant::Plain, of.settings.visit)),
    };
    Ok((sheet, name.to_owned()))
}

fn someone() -> Subject {
    Subject {
        name: "张某某".to_owned(),
        sex: "男".to_owned(),
        birth: "1988.05".to_owned(),
        post: "综合岗".to_owned(),
        political: "中共党员".to_owned(),
        phone: "138 0000 0000".to_owned(),
        address: "某镇东街18号".to_owned(),
    }
}

fn signatory(name: &str, post: &str) -> Signatory {
    Signatory { name: name.to_owned(), post: post.to_owned() }
}

/// A word in each of the office's own fields, so that their place is seen.
fn own_texts(style: &FormStyle) -> Extra {
    style.extra.iter().map(|extra| (extra.key.clone(), "（样例）".to_owned())).collect()
}

fn talk(branch: String, day: NaiveDate, variant: TalkVariant, style: FormStyle) -> TalkSheet {
    let of_variant: BTreeMap<&str, &str> = match variant {
        TalkVariant::Integrity => [(talk_extra::TALK_TYPE, TALK_TYPES[0])].into(),
        TalkVariant::Reminder => [
            (talk_extra::GROUNDS, "近期两次会议迟到，台账登记不及时。"),
            (talk_extra::DEMAND, "按时参加会议；本月内补齐台账登记。"),
        ]
        .into(),
        TalkVariant::Plain | TalkVariant::Group => BTreeMap::new(),
    };
    let mut extra = own_texts(&style);
    extra.extend(of_variant.into_iter().map(|(key, text)| (key.to_owned(), text.to_owned())));
    let group = variant == TalkVariant::Group;
    let persons = match group {
        true => ["张某某", "李某某", "王某某"].map(|name| Subject { name: name.to_owned(), ..someone() }).to_vec(),
        false => vec![someone()],
    };
    TalkSheet {
        branch,
        number: String::new(),
        talkers: vec![signatory("甲书记", "党支部书记")],
        persons,
        day,
        start: NaiveTime::from_hms_opt(15, 0, 0),
        end: NaiveTime::from_hms_opt(15, 40, 0),
        place: "支部活动室".to_owned(),
        mode: if group { TalkMode::Group } else { TalkMode::Individual },
        variant,
        recorder: "乙委员".to_owned(),
        categories: vec![2],
        own_categories: Vec::new(),
        topic: "了解到新岗位后的适应情况。".to_owned(),
        content: "（样张）到新岗位一个月，业务已能上手。肯定其主动学习；提醒票证交接要当面点清。".to_owned(),
        opinion: "服从安排，希望年底前参加一次培训。".to_owned(),
        follow_up: "培训名额：甲书记，12月底前答复本人。".to_owned(),
        extra,
        style,
        late_entry: false,
    }
}

fn visit(branch: String, day: NaiveDate, style: FormStyle) -> VisitSheet {
    VisitSheet {
        branch,
        number: String::new(),
        persons: vec![someone()],
        categories: vec![3],
        own_categories: Vec::new(),
        wording: VisitWording::Plain,
        reason: "骑车摔倒，右小腿骨折，住院手术。".to_owned(),
        day,
        start: NaiveTime::from_hms_opt(9, 30, 0),
        end: NaiveTime::from_hms_opt(10, 20, 0),
        place: "县人民医院".to_owned(),
        hospital: "县人民医院骨科12床".to_owned(),
        visitors: vec![signatory("甲书记", "党支部书记"), signatory("乙委员", "组织委员")],
        received_by: "王某".to_owned(),
        relation: "妻子".to_owned(),
        mode: VisitMode::Hospital,
        money_fen: 50_000,
        goods: "水果1份（80元）".to_owned(),
        fund: "工会经费".to_owned(),
        situation: "（样张）手术顺利，精神尚好，预计住院两周。".to_owned(),
        problems: "担心影响下月值班。".to_owned(),
        measures: "调整值班表：乙委员，月底前。".to_owned(),
        note: String::new(),
        extra: own_texts(&style),
        style,
        late_entry: false,
    }
}

fn blank(branch: String, variant: TalkVariant, style: FormStyle) -> BlankSheet {
    BlankSheet {
        branch,
        person: Some(someone()),
        purpose: String::new(),
        categories: Vec::new(),
        own_categories: Vec::new(),
        variant,
        style,
    }
}
