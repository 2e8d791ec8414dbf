// Which lines name a firm or an institution: by its legal form, or by the word for what it is.
import { isShouted, ordering } from './capitals.ts';
import { elided, joining, linking, rawWords, uppercased } from './asWritten.ts';
import type { Familiar } from './familiar.ts';
import { cities, countries, isUnspacedSentence } from './places.ts';
import { isAboutTheMatter } from './reservations.ts';
import { tokensOf, words } from './tokens.ts';

const legalForms =
  /(?:^|[\s,(])(?:(?:plc|ltd|llp|llc|l\.l\.c|inc|incorporated|corporation|gmbh|mbh|kgaa|ohg|gbr|sarl|sasu|eurl|s\.? ?à ?r\.? ?l|s\. ?r\. ?l|s\. ?p\. ?a|srl|spa|s\. ?a\. ?s|b\.v|n\.v|v\.o\.f|bvba|a\/s|i\/s|aps|asa|oyj|sp\. ?z ?o\. ?o|sp\. ?k|s\.r\.o|spol|kft|zrt|nyrt|d\.o\.o|ltda|s\.g\.p\.s|pty|pte|pvt|sdn|a\.ş|ооо|зао|оао|пао|тов|α\.ε|ε\.π\.ε)\.?(?=$|[\s,.)])|(?:limited|corp|company|co|e\. ?v|e\. ?k|s\. ?a|s\. ?l|s\.a\.u|s\.l\.u|a\.s|d\.d|k\.s)\.?$)/iu;
/** These are words of some language too, so they count in capitals and at the end alone. */
const shortForms = /\s(?:AG|SE|KG|UG|eG|SA|SAS|SNC|SCI|SL|SLU|SC|BV|NV|AB|AS|Oy|Ky|Bt|Lda|KK|АО|ТОВ|ΑΕ|LP)\.?$/u;
const firmUnspaced =
  /^(?:(?:株式会社|有限会社|合同会社)[^\s\p{Script=Hiragana}]{1,20}|[^\s\p{Script=Hiragana}]{1,20}(?:株式会社|有限会社|合同会社|有限公司|股份公司|集团|集團)|주식회사 ?\S{1,20}|\S{1,20} ?주식회사|.{1,40} בע["״]מ|شركة(?: \S{1,20}){1,3})$/u;
/** "Arcadia Consulting": what firms put last in their names and projects do not. */
const firmEndings = words(
  'consulting consultants consultancy partners holding holdings solutions technologies associates industries international ventures advisory labs studios group architects beratung ingenieure architekten partner conseil conseils consultores consultoria rådgivning konsult ingegneria',
);
const ofFirms = words(
  'systems services engineering construction energy water rail bank insurance digital media infrastructure software logistics network networks highways roads airport airports europe uk global telecom power homes properties',
);
const branches = words(
  'şti co kg ag se sa nv bv branch niederlassung zweigniederlassung filiale succursale sucursal group europe uk emea apac global niederlassungen',
);
export const institutionsInEnglish = words(
  `group holding holdings council university ministry agency department authority bank hospital trust foundation institute college
   school church chamber ministry association federation union borough county city government commission court consortium partnership`,
);
/** Before its name in many languages: "Stadt Wien", "Mairie de Lyon". */
const institutionsBefore = words(
  `stadt stadtwerke universität ministerium landesamt bundesamt landratsamt gemeinde kreis behörde hochschule  sparkasse verband
   kammer stiftung institut gruppe landkreis bezirk mairie ville région ministère université hôpital agence banque groupe préfecture
   bundesministerium prefeitura syndicat communauté commune conseil établissement ayuntamiento universidad ministerio diputación junta consejería  agencia
   banco grupo câmara município universidade ministério  fundação grupo comune università ministero ospedale agenzia banca gruppo
   provincia regione azienda gemeente universiteit ministerie provincie ziekenhuis waterschap kommun universitet myndighet landsting
   regionen kommune universitetet kaupunki yliopisto ministeriö virasto urząd uniwersytet ministerstwo gmina miasto szpital 
   město úřad univerzita ministerstvo obec nemocnice önkormányzat egyetem minisztérium primăria universitatea belediyesi üniversitesi
   bakanlığı δήμος πανεπιστήμιο υπουργείο администрация министерство университет`,
);

/** Written small beside it: "Conseil départemental", "Región metropolitana". */
const ofInstitutions = words(
  'départemental départementale régional régionale municipal municipale général générale communal national nationale provincial metropolitana regionale nazionale comunale wojewódzki miejski krajský městský',
);

/** German joins what an office is for to the word for it: "Bauamt", "Wirtschaftsministerium". */
const office =
  /\p{L}{3}(?<!ges)(?:amt|ministerium|behorde|anstalt|sparkasse|kammer|versicherung|stadtwerke|universitat|hochschule|klinikum)$/u;

const isInstitution = (each: string): boolean =>
  institutionsInEnglish.has(each) || institutionsBefore.has(each) || office.test(each);

/** The word for it stands last, or the rest of the name follows it as names do: behind "of", or as in other languages. */
const namesInstitution = (text: string, all: readonly string[], known: ReadonlySet<string>): boolean => {
  const said = all.filter((each) => !ofInstitutions.has(each));
  return said.some((each, index) => {
    const next = said[index + 1];
    if (!isInstitution(each)) return false;
    if (next === undefined || linking.has(next) || next === 'for' || next === 'fur') return true;
    return (
      institutionsBefore.has(each) &&
      !isShouted(text) &&
      (cities.has(said.slice(index + 1).join(' ')) || known.has(next))
    );
  });
};

/** Without the forms, of which some are words that reserve something elsewhere. */
export const withoutForms = (text: string): string => text.replace(shortForms, '').replace(legalForms, ' ');

/** "Example GmbH Zahlt Nichts" goes on behind its form; a form before the name may. */
function endsWithForm(text: string, known: ReadonlySet<string>): boolean {
  const found = Array.from(text.matchAll(new RegExp(legalForms, 'giu')));
  const last = found.at(-1);
  if (!last || found[0]?.index === 0) return true;
  const behind = tokensOf(text.slice(last.index + last[0].length));
  return (
    cities.has(behind.join(' ')) ||
    behind.every((each) => joining.has(each) || branches.has(each) || known.has(each) || countries.has(each))
  );
}

/** Two words at least, of which the last is what firms are called, or the others are known. */
export function soundsLikeFirm(text: string, { words: known }: Familiar): boolean {
  const said = tokensOf(text);
  const last = said.at(-1) ?? '';
  if (isShouted(text)) return false;
  if (said.length < 2) return office.test(last);
  if (said.every((each) => known.has(each) || ofFirms.has(each) || joining.has(each)))
    return said.some((each) => known.has(each));
  return firmEndings.has(last);
}

export function isFirm(text: string, { matters, words: known }: Familiar): boolean {
  if (text.length > 120 || /[!?]/.test(text) || isAboutTheMatter(text)) return false;
  if (/^(?:АО|НАО|ФГУП|ГУП|МУП|АТ|ТОВ) [«"„][^»"“]{2,60}[»"“]?$/u.test(text)) return true;
  if (firmUnspaced.test(text))
    return !isUnspacedSentence(text) && !/(?:^|\s)(?:لم|لا|لن|ليس|غير|לא|אין)(?:\s|$)/u.test(text);
  const hasForm = legalForms.test(text) || shortForms.test(text);
  const said = tokensOf(text);
  if (said.length > 10 || said.length < 2 || (!hasForm && !namesInstitution(text, said, known))) return false;
  if (tokensOf(withoutForms(text)).some((each) => ordering.has(each)) || !endsWithForm(text, known)) return false;
  if (!hasForm && said.some((each) => matters.has(each))) return false;
  return rawWords(text.replace(legalForms, ' ')).every(
    (each) =>
      uppercased.test(each.replace(elided, '')) ||
      legalForms.test(each) ||
      tokensOf(each).every((part) => joining.has(part) || isInstitution(part) || ofInstitutions.has(part)),
  );
}
