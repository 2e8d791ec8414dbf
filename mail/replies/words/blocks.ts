// The lines of a signature block: titles, firms, addresses, numbers, register entries, labels. A line is one only by what it has of one.
import { isNameLine } from './closings.ts';
import { aides, fieldEndings, isShouted, ordering, quantities, verdicts } from './capitals.ts';
import {
  addressUnspaced,
  buildings,
  countsThings,
  partOfHouse,
  postcodes,
  streetAlone,
  streets,
  town,
} from './places.ts';
import { isHours, numberedOffice } from './officeLines.ts';
import { isAboutTheMatter, reserves } from './reservations.ts';
import { departments, narrowing, titleEndings, titleHeads, titleUnspaced } from './titleWords.ts';
import { tokensOf, withoutLinks, words } from './tokens.ts';

/**
 * `anchor`: plainly of a signature block. `weak`: a department, of one beside an anchor. `town`: digits and a name, of one below a
 * street or over a number. `loose`: words that have
 * nothing but their capitals, which headings and shouted sentences have too, so of one only between two anchors.
 */
export type BlockLine = 'anchor' | 'weak' | 'town' | 'loose' | undefined;

export interface Familiar {
  /** Name of the person as listed. */
  name: string;
  /** Words of their capacity, their party and the engagement. */
  words: ReadonlySet<string>;
  /** Words of what is signed off. */
  matters: ReadonlySet<string>;
}

/** With the endings that many languages give them where they follow a title. */
const isDepartmentWord = (token: string): boolean => {
  if (departments.has(token)) return true;
  for (let cut = 1; cut <= 3 && token.length - cut >= 4; cut += 1) {
    const stem = token.slice(0, -cut);
    for (const ending of ['', 'a', 'o', 'e', 'i', 'y', 't', 'us']) if (departments.has(stem + ending)) return true;
  }
  return false;
};
const joining = words(
  `of for and the in at to on au aux & de du des la le les et à en l d der die das des und für im am von vom bei zur zum in del della delle dei
   degli dello los las el y e do da dos das para por per il lo gli i van voor het een og för i av af till til z ds do na we w v pro a és și`,
);

/** Of those, the ones that join names and no more: "to", "for" and "in" can make an order or a limit. */
const linking = words(
  'of and & d l de du des la le les et der die das und della delle dei degli di los las el y e da dos og och en i a és ve и',
);

const legalForms =
  /(?:^|[\s,(])(?:(?:plc|ltd|llp|llc|l\.l\.c|inc|incorporated|corporation|gmbh|mbh|kgaa|ohg|gbr|sarl|sasu|eurl|s\.? ?à ?r\.? ?l|s\. ?r\. ?l|s\. ?p\. ?a|srl|spa|s\. ?a\. ?s|b\.v|n\.v|v\.o\.f|bvba|a\/s|i\/s|aps|asa|oyj|sp\. ?z ?o\. ?o|sp\. ?k|s\.r\.o|spol|kft|zrt|nyrt|d\.o\.o|ltda|s\.g\.p\.s|pty|pte|pvt|sdn|a\.ş|ооо|зао|оао|пао|тов|α\.ε|ε\.π\.ε)\.?(?=$|[\s,.)])|(?:limited|corp|company|co|e\. ?v|e\. ?k|s\. ?a|s\. ?l|s\.a\.u|s\.l\.u|a\.s|d\.d|k\.s)\.?$)/iu;
/** These are words of some language too, so they count in capitals and at the end alone. */
const shortForms = /\s(?:AG|SE|KG|UG|eG|SA|SAS|SNC|SCI|SL|SLU|SC|BV|NV|AB|AS|Oy|Ky|Bt|Lda|KK|АО|ТОВ|ΑΕ|LP)\.?$/u;
const firmUnspaced = /株式会社|有限会社|合同会社|有限公司|股份公司|集团|集團|주식회사|בע["״]מ|شركة/u;
const institutionsInEnglish = words(
  `group holding holdings council university ministry agency department authority bank hospital trust foundation institute college
   school church chamber ministry association federation union borough county city government commission court consortium partnership`,
);
/** Before its name in many languages: "Stadt Wien", "Mairie de Lyon". */
const institutionsBefore = words(
  `stadt stadtwerke universität ministerium landesamt bundesamt landratsamt gemeinde kreis behörde hochschule  sparkasse verband
   kammer stiftung institut gruppe landkreis bezirk mairie ville région ministère université hôpital agence banque groupe préfecture
   syndicat communauté commune conseil établissement ayuntamiento universidad ministerio diputación junta consejería  agencia
   banco grupo câmara município universidade ministério  fundação grupo comune università ministero ospedale agenzia banca gruppo
   provincia regione azienda gemeente universiteit ministerie provincie ziekenhuis waterschap kommun universitet myndighet landsting
   regionen kommune universitetet kaupunki yliopisto ministeriö virasto urząd uniwersytet ministerstwo gmina miasto szpital 
   město úřad univerzita ministerstvo obec nemocnice önkormányzat egyetem minisztérium primăria universitatea belediyesi üniversitesi
   bakanlığı δήμος πανεπιστήμιο υπουργείο администрация министерство университет`,
);

const isInstitution = (each: string): boolean => institutionsInEnglish.has(each) || institutionsBefore.has(each);

const stateCode = /(?<!\p{L})\p{Lu}{2}(?!\p{L})/gu;
const countries = words(
  `uk gb usa us england scotland wales ireland united kingdom states america deutschland germany österreich austria schweiz suisse
   svizzera switzerland france belgique belgië belgium nederland netherlands luxembourg españa spain portugal italia italy sverige sweden
   norge norway danmark denmark suomi finland polska poland česko czech republic czechia slovensko slovakia magyarország hungary românia
   romania türkiye turkey greece ελλάδα canada australia new zealand japan china india singapore brasil brazil mexico méxico`,
);

const contactLabels = words(
  `t tel telephone phone ph p m mob mobile cell c f fax e email mail w web website www http https url d dd direct dial ddi office ext
   extension switchboard skype teams zoom linkedin twitter x facebook instagram youtube xing whatsapp signal o mobil telefon telefax
   durchwahl zentrale handy fon internet homepage tél téléphone portable télécopie courriel site standard poste ligne directe fixe
   teléfono móvil correo electrónico página telefone telemóvel fixo correio telefono cellulare cell sito posta pec telefoon mobiel
   mobilnummer tlf mob puh gsm sähköposti kom tel komórka mobil e-mail kapcsolat gsm тел моб факс почта сайт τηλ κιν 電話 携帯 メール
   电话 手机 邮箱 传真 電郵 전화 팩스 메일 טל נייד هاتف جوال and or a on our follow us visit join connect with me my at in call contact`,
);

const registerWords = words(
  `registered registration register company companies number no nr vat reg office england wales scotland ireland ireland charity
   authorised regulated financial conduct authority fca prudential regulation incorporated ein duns cage abn acn bn gst
   sitz gesellschaft registergericht amtsgericht handelsregister hrb hra ust idnr ustid umsatzsteuer steuernummer steuer finanzamt
   vorsitzender vorsitzende aufsichtsrat aufsichtsrats geschäftsführer geschäftsführerin geschäftsführung vorstand komplementärin
   persönlich haftende gesellschafterin stammkapital registernummer landesgericht fn dvr uid firmenbuch firmenbuchnummer che mwst
   capital social euros rcs siret siren ape naf tva intracommunautaire siège immatriculée société registre commerce greffe
   cif nif inscrita registro mercantil tomo folio hoja sección libro inscripción domicilio sede nipc matriculada conservatória contribuinte
   cnpj cpf partita iva p c f codice fiscale rea capitale sociale i v sede legale iscritta registro imprese camera
   kvk btw handelsregister rsin ondernemingsnummer rpr bce org orgnr organisationsnummer säte styrelsens cvr se foretaksregisteret mva y
   tunnus alv kotipaikka nip krs regon sąd rejonowy wydział gospodarczy kapitał zakładowy kapitału zakładowego rejestrowy ičo dič zapsaná
   zapísaná obchodním rejstříku obchodnom registri soudem oddíl vložka cégjegyzékszám adószám cui j eori iban bic swift konto bank
   инн огрн кпп окпо mersis vergi dairesi αφμ δου γεμη 登録番号 法人番号`,
);

const uppercased = /^(?:\p{Lu}|\p{Lt}|\d)/u;
/** Flowed text glues what it should part: "Head ofNetworks". */
const glued = /(?<!\p{L})(of|for|and|the|der|für|de|du|des)(?=\p{Lu})/gu;
const rawWords = (line: string): string[] =>
  line.replace(glued, '$1 ').match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}'’.&-]*/gu) ?? [];
const isLoneLetter = (each: string): boolean => /^\p{Lu}\.?$/u.test(each);

/** What a line is, segment by segment where bars, dots or commas part it; one segment that is nothing makes the line nothing. */
export function blockLine(line: string, familiar: Familiar): BlockLine {
  if (line.length > 300) return undefined;
  const segments = line
    .split(/\s*(?:[|•·‧∙●■▪◆►>»│¦;]|\s[-–—/]\s|\t|\s{3,}|,\s)\s*/u)
    .filter((each) => /[\p{L}\p{N}]/u.test(each));
  if (segments.length === 0) return undefined;
  if (isHours(line.trim())) return 'anchor';
  const plainly = segments.map((each) => segmentKind(each, familiar));
  const hasPlace = segments.some((each, index) => plainly[index] === 'town' || isAddress(each));
  const kinds = plainly.map(
    (kind, index) => kind ?? (hasPlace && isHouse(segments[index] ?? '') ? 'anchor' : undefined),
  );
  if (kinds.includes(undefined)) return wholeLine(line, familiar);
  return (['anchor', 'loose', 'town'] as const).find((each) => kinds.includes(each)) ?? 'weak';
}

/** Commas and dashes also stand within what belongs together. */
const wholeLine = (line: string, familiar: Familiar): BlockLine => {
  const plain = withoutLinks(line).trim();
  return isRegisterEntry(plain) || isAddress(plain) ? 'anchor' : segmentKind(plain, familiar);
};

/** "For and on behalf of Example plc": whom somebody signs for. */
const onBehalfOf =
  /^(?:for and )?on behalf of (?:the )?|^im auftrag (?:der|des|von) |^pour (?:le compte|et au nom) de /iu;

function segmentKind(segment: string, familiar: Familiar): BlockLine {
  const text = segment.replace(onBehalfOf, '');
  const plain = text.replace(/^[\s*_"'([{<-]+|(?<![\s*_"')\]}>.,:-])[\s*_"')\]}>.,:-]+$/gu, '').trim();
  if (plain === '') return 'weak';
  if (isNameLine(plain, familiar.name) || isContact(text) || isRegisterEntry(plain)) return 'anchor';
  if (isFamiliar(plain, familiar)) return 'anchor';
  if (reserves(plain.replace(shortForms, '').replace(legalForms, ' '))) return undefined;
  if (tokensOf(plain).some((each) => verdicts.has(each))) return undefined;
  if (isTitle(plain) || isFirm(plain, familiar) || isAddress(plain)) return 'anchor';
  if (isDepartment(plain)) return 'weak';
  if (isTown(plain)) return 'town';
  return isCapitalised(plain, familiar) ? 'loose' : undefined;
}

const isDepartment = (text: string): boolean => {
  if (numberedOffice.test(text)) return true;
  const said = tokensOf(text);
  return (
    uppercased.test(text) &&
    said.length <= 6 &&
    said.some((each) => departments.has(each) && !narrowing.has(each) && each.length > 1) &&
    said.every((each) => departments.has(each) || linking.has(each)) &&
    !isAboutTheMatter(text)
  );
};

const isFamiliar = (text: string, { words: known, name }: Familiar): boolean => {
  const said = tokensOf(text);
  const names = tokensOf(name);
  return (
    said.length > 0 &&
    said.some((each) => known.has(each) && each.length > 1) &&
    said.every((each) => known.has(each) || names.includes(each) || joining.has(each))
  );
};

/** Numbers, links and addresses under labels. */
function isContact(text: string): boolean {
  const bare = withoutLinks(text);
  if (!/[\p{L}\p{N}]/u.test(bare)) return true;
  const numbers = /(?:\+|\(|\b00?)[\d\s().\-/+]{5,40}\d|\b\d{2,5}[\s./-]\d{2,}[\d\s.-]{0,20}/u;
  const rest = tokensOf(bare.replace(new RegExp(numbers, 'gu'), ' '));
  const hadSomething = bare !== text || numbers.test(bare) || (/\d{3}/.test(bare) && rest.length > 0);
  if (hadSomething && rest.every((each) => contactLabels.has(each) || countries.has(each))) return true;
  // "Follow us on …", "Visit our website": no numbers, and no other words.
  const said = tokensOf(bare);
  return (
    said.length >= 2 &&
    said.length <= 8 &&
    /linkedin|twitter|facebook|instagram|youtube|xing|website/iu.test(bare) &&
    said.every((each) => contactLabels.has(each))
  );
}

export const isTitle = (text: string): boolean => {
  if (/[.!?]$/u.test(text) || text.length > 100) return false;
  if (titleUnspaced.test(text)) return !/[。！？]/u.test(text);
  const raw = rawWords(text);
  const said = tokensOf(text);
  if (said.length === 0 || said.length > 10 || /\d/.test(text)) return false;
  const isKnown = (each: string): boolean =>
    titleHeads.has(each) || titleEndings.test(each) || isDepartmentWord(each) || joining.has(each);
  const heads = said.filter((each) => titleHeads.has(each) || titleEndings.test(each));
  if (heads.length === 0 || raw.some(isLoneLetter)) return false;
  if (said.every(isKnown)) return !said.some((each, index) => each === 'to' && !aides.has(said[index - 1] ?? ''));
  if (said.some((each) => ordering.has(each)) || said.includes('to')) return false;
  // Beside a title, words in capitals are a field or a house; in a line of capitals alone, only before it and with the ending of one.
  if (isShouted(text)) {
    const head = said.findIndex((each) => titleHeads.has(each));
    return said.every((each, index) => isKnown(each) || (index < head && fieldEndings.test(each)));
  }
  return raw.every((each) => uppercased.test(each) || tokensOf(each).every(isKnown));
};

/** The word for it stands last, or the rest of the name follows it as names do: behind "of", or as in other languages. */
const namesInstitution = (text: string, said: readonly string[]): boolean =>
  said.some((each, index) => {
    const next = said[index + 1];
    if (!isInstitution(each)) return false;
    if (next === undefined || linking.has(next) || next === 'for' || next === 'fur') return true;
    return institutionsBefore.has(each) && !isShouted(text);
  });

function isFirm(text: string, { matters }: Familiar): boolean {
  if (text.length > 120 || /[!?]/.test(text) || isAboutTheMatter(text)) return false;
  if (firmUnspaced.test(text)) return true;
  const hasForm = legalForms.test(text) || shortForms.test(text);
  const said = tokensOf(text);
  if (said.length > 10 || said.length < 2 || (!hasForm && !namesInstitution(text, said))) return false;
  if (said.some((each) => ordering.has(each))) return false;
  if (!hasForm && said.some((each) => matters.has(each))) return false;
  return rawWords(text.replace(legalForms, ' ')).every(
    (each) =>
      uppercased.test(each) ||
      legalForms.test(each) ||
      tokensOf(each).every((part) => joining.has(part) || isInstitution(part)),
  );
}

const isTown = (text: string): boolean =>
  town.test(text) && !isAboutTheMatter(text) && !tokensOf(text).some((each) => quantities.has(each));

/** A name and a house number, in either order; of an address where a town stands below. */
export const isHouse = (line: string): boolean =>
  /^(?:\p{Lu}[\p{L}'’.-]*(?: \p{L}[\p{L}'’.-]*){0,3},? \d{1,4} ?\p{L}?|\d{1,4}(?: \p{Lu}[\p{L}'’.-]*){1,4})$/u.test(
    line.trim(),
  ) &&
  !/\p{L}{2}(?:ed|ing)$/u.test(line.trim()) &&
  !tokensOf(line).some((each) => verdicts.has(each)) &&
  !reserves(line) &&
  !isAboutTheMatter(line);

function isAddress(text: string): boolean {
  if (
    text.length > 160 ||
    /[!?]/.test(text) ||
    reserves(text.replace(stateCode, ' '), numbering) ||
    isAboutTheMatter(text)
  )
    return false;
  if (addressUnspaced.test(text)) return !/[。！？]/u.test(text);
  const said = tokensOf(text);
  if (said.length > 18 || !said.some((each) => /\p{L}/u.test(each))) return false;
  if (said.some((each) => verdicts.has(each))) return false;
  if ((streetAlone.test(text) && !isShouted(text)) || partOfHouse.test(text)) return true;
  if (!(streets.test(text) && /\d/.test(text) && !countsThings.test(text)) && !postcodes.test(text)) return false;
  return rawWords(text).every(
    (each) =>
      uppercased.test(each.replace(elided, '')) ||
      tokensOf(each).every(
        (part) => joining.has(part) || buildings.has(part) || registerWords.has(part) || streets.test(` ${part} `),
      ),
  );
}

/** "rue de l'Exemple". */
const elided = /^[ld]['’]/iu;

/** Words that reserve something elsewhere, and here only count or join. */
const numbering = words('no n is are ist est es de in per not po');

function isRegisterEntry(text: string): boolean {
  if (reserves(text, numbering) || isAboutTheMatter(text)) return false;
  const said = tokensOf(text);
  if (said.length === 0 || said.length > 60) return false;
  const isNumber = (each: string): boolean => /^[a-z]{0,3}\d+[a-z]?$/u.test(each);
  const labels = said.filter((each) => registerWords.has(each) && each.length > 1);
  if (labels.length === 0 || labels.length + said.filter(isNumber).length < 2) return false;
  // "No 3", "Office 3": one label and a short number tell parts of what is signed off apart.
  if (labels.length === 1 && !said.some((each) => /\d{4}/u.test(each))) return false;
  if (labels.every((each) => numbering.has(each) || quantities.has(each))) return false;
  return rawWords(text).every(
    (each) =>
      uppercased.test(each) ||
      tokensOf(each).every((part) => registerWords.has(part) || joining.has(part) || numbering.has(part)),
  );
}

/** Up to five words in capitals, none of them of the matter: "Infinite Works". Single letters and numbers tell sites apart. */
function isCapitalised(text: string, { matters }: Familiar): boolean {
  const raw = rawWords(text);
  const said = tokensOf(text);
  if (said.length === 0 || said.length > 5 || /[\d?!.:;"“”]/u.test(text) || isAboutTheMatter(text)) return false;
  if (raw.some(isLoneLetter) || said.some((each) => matters.has(each) || ordering.has(each))) return false;
  return (
    raw.length > 0 &&
    raw.every(
      (each, index) => /^\p{Lu}/u.test(each) || (index > 0 && tokensOf(each).every((part) => linking.has(part))),
    )
  );
}
