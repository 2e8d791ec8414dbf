// When a name typed under a signature in a record of format 1 is the listed one. Frozen: see docs/recordFormat.md.

const apostrophes = /[\u0060\u00b4\u02b9\u02bb\u02bc\u02bd\u2018\u2019\u201a\u201b\u2032\u2035\uff07]/gu;
const hyphens = /[\u02d7\u058a\u2010-\u2015\u2043\u2212\ufe58\ufe63\uff0d]/gu;
const invisible = /[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}]/gu;

/** No name is longer; what is, is not looked at. */
const longest = 400;

/** Without regard to case, spacing, composition, the kind of apostrophe or hyphen, and what cannot be seen; NFKC makes a space of an acute accent. */
const folded = (name: string): string =>
  name
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

export const isSameName = (typed: string, listed: string): boolean =>
  typed.length <= longest && folded(typed) === folded(listed);
