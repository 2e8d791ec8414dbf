// Which lines are titles: a word for what somebody is, with the fields and departments that go before and after it.
import { aides, fieldEndings, isShouted, ordering } from './capitals.ts';
import { isLoneLetter, joining, rawWords, uppercased } from './asWritten.ts';
import { departments, endsAsTitle, fields, naming, titleEndings, titleHeads, titleUnspaced } from './titleWords.ts';
import { institutionsInEnglish } from './firms.ts';
import { isUnspacedSentence } from './places.ts';
import { tokensOf } from './tokens.ts';

/** With the endings that many languages give them where they follow a title. */
const isDepartmentWord = (token: string): boolean => {
  if (departments.has(token)) return true;
  for (let cut = 1; cut <= 3 && token.length - cut >= 4; cut += 1) {
    const stem = token.slice(0, -cut);
    for (const ending of ['', 'a', 'o', 'e', 'i', 'y', 't', 'us']) if (departments.has(stem + ending)) return true;
  }
  return false;
};

/** Whether a title of a script without spaces ends as titles do, with at most its department or a name beside. */
const isUnspacedTitle = (text: string): boolean => {
  const last = text.trim().split(/\s+/u).at(-1) ?? '';
  return text.length <= 30 && endsAsTitle.test(last) && !isUnspacedSentence(text);
};

export const isTitle = (text: string): boolean => {
  if (/[.!?]$/u.test(text) || text.length > 100) return false;
  if (titleUnspaced.test(text)) return isUnspacedTitle(text);
  const raw = rawWords(text.replace(/(?<=\p{L})['’]s(?!\p{L})/gu, ''));
  const said = raw.flatMap(tokensOf);
  if (said.length === 0 || said.length > 10 || /\d/.test(text)) return false;
  const isKnown = (each: string): boolean =>
    titleHeads.has(each) || titleEndings.test(each) || isDepartmentWord(each) || joining.has(each);
  const head = said.findIndex((each) => titleHeads.has(each) || titleEndings.test(each));
  if (head < 0 || raw.some(isLoneLetter)) return false;
  if (said.every(isKnown)) return !said.some((each, index) => each === 'to' && !aides.has(said[index - 1] ?? ''));
  if (said.some((each) => ordering.has(each)) || said.includes('to')) return false;
  const isShouting = isShouted(text);
  // Any other word is a field before what somebody is, or a name right behind "of": "Bridge Engineer", "Head of Azure".
  const isInPlace = (each: string, index: number): boolean => {
    if (isKnown(each)) return true;
    if (index < head) return fields.has(each) || fieldEndings.test(each);
    if (germanField.test(each)) return true;
    return (
      !isShouting &&
      (isNaming(said[index - 1]) ||
        (!isKnown(said[index - 1] ?? '') && isNaming(said[index - 2]) && !/(?:s|ed)$/u.test(each)))
    );
  };
  if (!said.every(isInPlace)) return false;
  return raw.every((each) => uppercased.test(each) || tokensOf(each).every(isKnown));
};

/** Behind a title without a word between: "Leiterin Geotechnik", "Leiter Schienenverkehr". */
const germanField =
  /\p{L}{3}(?:technik|bau|wesen|management|planung|dienste?|systeme|anlagen|verkehr|steuerung|entwicklung|sicherung|verwaltung|wirtschaft)$/u;

const isNaming = (before: string | undefined): boolean => before !== undefined && naming.has(before);

/** Whether somebody or a department is spoken of; in a line that is no title something is said of them: "Operations Suspended". */
export const leadsSomebody = (text: string): boolean =>
  tokensOf(text).some(
    (each) =>
      titleHeads.has(each) || titleEndings.test(each) || departments.has(each) || institutionsInEnglish.has(each),
  );
