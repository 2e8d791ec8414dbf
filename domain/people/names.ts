// When a typed name is the listed one, and what tells them apart; judges letters, not people.

/** Characters that are read as one: what phones, word processors and keyboards put for an apostrophe or a hyphen. */
const apostrophes = /[\u0060\u00b4\u02b9\u02bb\u02bc\u02bd\u2018\u2019\u201a\u201b\u2032\u2035\uff07]/gu;
const hyphens = /[\u02d7\u058a\u2010-\u2015\u2043\u2212\ufe58\ufe63\uff0d]/gu;

/** What nobody sees: joiners, marks of direction, byte order marks, selectors of a letter's picture (Unicode UAX 44). */
const invisible = /[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}]/gu;

/**
 * Without regard to case, spacing, composition, the kind of apostrophe or hyphen, and what cannot be seen. Case is folded
 * through capitals, so that "ß" is "SS" and the dotless "ı" is "I", as people type them on other keyboards.
 * Apostrophes go first as well, since NFKC makes a space of an acute accent that stands by itself.
 */
export function foldedName(name: string): string {
  return name
    .replace(apostrophes, "'")
    .normalize('NFKC')
    .replace(/\u00ad/gu, '')
    .replace(apostrophes, "'")
    .replace(hyphens, '-')
    .replace(/\s+/gu, ' ')
    .replace(invisible, '')
    .trim()
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .replace(/i\u0307/gu, 'i')
    .replace(/ς/gu, 'σ')
    .replace(/ *- */gu, '-')
    .normalize('NFC');
}

/** No name is longer; what is, is not looked at, since composing marks by the hundred thousand takes seconds. */
const longestTyped = 400;

/** Whether both are the same name; the letters themselves must agree, accents included. */
export const isSameName = (typed: string, listed: string): boolean =>
  typed.length <= longestTyped && foldedName(typed) === foldedName(listed);

const plainLetters: Record<string, string> = {
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  æ: 'ae',
  œ: 'oe',
  ħ: 'h',
  ŧ: 't',
};

const unaccented = (name: string): string =>
  foldedName(name)
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[øłđðþæœħŧ]/gu, (letter) => plainLetters[letter] ?? letter);

/** As German and the Nordic languages write them where the keyboard lacks them. */
const spelledOut = (name: string): string =>
  unaccented(
    foldedName(name).replace(/[äæ]/gu, 'ae').replace(/[öøœ]/gu, 'oe').replace(/ü/gu, 'ue').replace(/å/gu, 'aa'),
  );

const scripts = ['Latin', 'Cyrillic', 'Greek', 'Armenian', 'Cherokee'] as const;

const scriptOf = (letter: string): (typeof scripts)[number] | undefined =>
  scripts.find((script) => new RegExp(`\\p{Script=${script}}`, 'u').test(letter));

/** The first letter of a script that the listed name has none of, e.g. a Cyrillic one that looks Latin. */
function foreignLetter(typed: string, listed: string): { letter: string; script: string } | undefined {
  const expected = new Set([...foldedName(listed)].map(scriptOf));
  for (const letter of typed.normalize('NFKC')) {
    const script = scriptOf(letter);
    if (script && !expected.has(script)) return { letter, script };
  }
  return undefined;
}

/** Why a typed name is not the listed one, and what to do, as a sentence; undefined when it is the same name. */
export function whyAnotherName(typed: string, listed: string): string | undefined {
  if (isSameName(typed, listed)) return undefined;
  const asListed = `The name is listed as “${listed}”`;
  if (typed.length > longestTyped) return `${asListed}; what was typed is longer than any name. Type it as listed.`;
  const plain = [unaccented(typed), spelledOut(typed)];
  if (plain.includes(unaccented(listed)) || plain.includes(spelledOut(listed)))
    return `${asListed}; accents or special letters are missing or differ. Type it with them, or copy it from here.`;
  const foreign = foreignLetter(typed, listed);
  if (foreign)
    return `${asListed}; what was typed has the ${foreign.script} letter “${foreign.letter}” (U+${(foreign.letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}), which only looks alike. Type it by hand.`;
  return `${asListed}; type it as listed.`;
}
