//! How hard a password is to guess, by zxcvbn (Wheeler, USENIX Security 2016). Needs no ledger; nothing is stored or logged.

use zeroize::Zeroizing;
use zxcvbn::feedback::{Suggestion, Warning};
use zxcvbn::zxcvbn;

use crate::{Desk, DeskError, Host, MIN_PASSWORD, PasswordAdvice, PasswordStrength, StrengthView};

/// Longer ones are judged by their beginning; what is this long is not guessed.
const JUDGED: usize = 100;
/// The most words that are looked for in a password.
const WORDS: usize = 20;

pub(crate) fn password_strength(
    _: &mut Desk,
    _: &dyn Host,
    request: PasswordStrength,
) -> Result<StrengthView, DeskError> {
    let password = Zeroizing::new(request.password);
    Ok(judge(&password, &request.words))
}

fn judge(password: &str, words: &[String]) -> StrengthView {
    let judged = Zeroizing::new(password.chars().take(JUDGED).collect::<String>());
    let words: Vec<String> = words.iter().take(WORDS).map(|word| word.chars().take(JUDGED).collect()).collect();
    let words: Vec<&str> = words.iter().map(|word: &String| word.trim()).filter(|word| !word.is_empty()).collect();
    let found = zxcvbn(&judged, &words);
    let mut score = u8::from(found.score());
    let mut advice = Vec::new();
    if password.chars().count() < MIN_PASSWORD {
        advice.push(PasswordAdvice::TooShort);
        score = score.min(1);
    }
    if !password.is_empty() && password.chars().all(|c| c.is_ascii_digit()) {
        advice.push(PasswordAdvice::DigitsOnly);
        // A number of a person or a telephone looks random to whoever does not know them.
        score = score.min(2);
    }
    // A name that the guesser knows is found in Latin letters only; of Chinese ones zxcvbn knows no words.
    if words.iter().any(|word| word.chars().count() > 1 && password.contains(word)) {
        advice.push(PasswordAdvice::Name);
        score = score.min(2);
    }
    if let Some(feedback) = found.feedback() {
        advice.extend(feedback.warning().map(of_warning));
        advice.extend(feedback.suggestions().iter().copied().map(of_suggestion));
    }
    let mut once = Vec::new();
    for one in advice {
        if !once.contains(&one) {
            once.push(one);
        }
    }
    StrengthView { score, advice: once }
}

fn of_warning(warning: Warning) -> PasswordAdvice {
    match warning {
        Warning::StraightRowsOfKeysAreEasyToGuess | Warning::ShortKeyboardPatternsAreEasyToGuess => {
            PasswordAdvice::Keyboard
        }
        Warning::RepeatsLikeAaaAreEasyToGuess | Warning::RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess => {
            PasswordAdvice::Repeats
        }
        Warning::ThisIsATop10Password
        | Warning::ThisIsATop100Password
        | Warning::ThisIsACommonPassword
        | Warning::ThisIsSimilarToACommonlyUsedPassword => PasswordAdvice::Common,
        Warning::SequencesLikeAbcAreEasyToGuess => PasswordAdvice::Sequence,
        Warning::RecentYearsAreEasyToGuess | Warning::DatesAreOftenEasyToGuess => PasswordAdvice::Date,
        Warning::AWordByItselfIsEasyToGuess => PasswordAdvice::SingleWord,
        Warning::NamesAndSurnamesByThemselvesAreEasyToGuess | Warning::CommonNamesAndSurnamesAreEasyToGuess => {
            PasswordAdvice::Name
        }
    }
}

fn of_suggestion(suggestion: Suggestion) -> PasswordAdvice {
    match suggestion {
        Suggestion::UseAFewWordsAvoidCommonPhrases
        | Suggestion::NoNeedForSymbolsDigitsOrUppercaseLetters
        | Suggestion::AddAnotherWordOrTwo => PasswordAdvice::MoreWords,
        Suggestion::CapitalizationDoesntHelpVeryMuch
        | Suggestion::AllUppercaseIsAlmostAsEasyToGuessAsAllLowercase
        | Suggestion::ReversedWordsArentMuchHarderToGuess
        | Suggestion::PredictableSubstitutionsDontHelpVeryMuch => PasswordAdvice::TricksHelpLittle,
        Suggestion::UseALongerKeyboardPatternWithMoreTurns => PasswordAdvice::Keyboard,
        Suggestion::AvoidRepeatedWordsAndCharacters => PasswordAdvice::Repeats,
        Suggestion::AvoidSequences => PasswordAdvice::Sequence,
        Suggestion::AvoidRecentYears
        | Suggestion::AvoidYearsThatAreAssociatedWithYou
        | Suggestion::AvoidDatesAndYearsThatAreAssociatedWithYou => PasswordAdvice::Date,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(password: &str) -> u8 {
        judge(password, &[]).score
    }

    #[test]
    fn what_everyone_uses_is_weak_and_a_phrase_is_strong() {
        for weak in ["", "12345678", "password", "qwertyuiop", "aaaaaaaa", "13800000000", "19880501", "Abcd1234"] {
            assert!(score(weak) <= 2, "{weak}: {}", score(weak));
        }
        for strong in ["correct horse battery staple", "七匹马 拉着 一辆 蓝车", "mVq7!tz-Lw93xe"] {
            assert!(score(strong) >= 3, "{strong}: {}", score(strong));
        }
        assert!(score(&"长".repeat(10_000)) <= 4, "and is judged at once");
    }

    #[test]
    fn it_says_what_is_wrong() {
        let advice = |password: &str| judge(password, &["中和税务所".to_owned(), "  ".to_owned()]).advice;
        assert!(advice("a1").contains(&PasswordAdvice::TooShort));
        assert!(advice("13800000000").contains(&PasswordAdvice::DigitsOnly));
        assert!(advice("qwertyuiop").contains(&PasswordAdvice::Common));
        assert!(
            advice("abcdefgh").contains(&PasswordAdvice::Common)
                || advice("abcdefgh").contains(&PasswordAdvice::Sequence)
        );
        assert!(advice("aaaaaaaaaaaa").contains(&PasswordAdvice::Repeats));
        assert!(advice("中和税务所一二三").contains(&PasswordAdvice::Name));
        let many = advice("password1");
        assert!(many.iter().enumerate().all(|(n, one)| !many[..n].contains(one)), "each once: {many:?}");
        assert_eq!(advice("correct horse battery staple"), []);
    }
}
