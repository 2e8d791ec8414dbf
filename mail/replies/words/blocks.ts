// The lines of a signature block: titles, firms, addresses, numbers, register entries, labels. A line is one only by what it has of one.
import { elided, isLoneLetter, joining, linking, rawWords, uppercased } from './asWritten.ts';
import { ordering, quantities, verdicts } from './capitals.ts';
import { isNameLine } from './closings.ts';
import { isFamiliar, type Familiar } from './familiar.ts';
import { isFirm, soundsLikeFirm, withoutForms } from './firms.ts';
import {
  addressUnspaced,
  buildings,
  cities,
  countries,
  countsThings,
  partOfHouse,
  postcodes,
  streets,
  town,
  isUnspacedSentence,
} from './places.ts';
import { isHours, listsOfficers, numberedOffice } from './officeLines.ts';
import { isAboutTheMatter, reserves } from './reservations.ts';
import { departments, narrowing, regions } from './titleWords.ts';
import { isTitle } from './titles.ts';
import { tokensOf, withoutLinks, words } from './tokens.ts';

/**
 * `anchor`: plainly of a signature block. `weak`: a department, of one beside an anchor. `town`: digits and a name, of one below a
 * street or over a number. `named`: called as firms are, or a city, of one between two anchors or below a title. `loose`: words that
 * have nothing but their capitals, which headings and shouted sentences have too, so of one only right above an address.
 */
export type BlockLine = 'anchor' | 'weak' | 'town' | 'named' | 'loose' | undefined;

const stateCode = /(?<!\p{L})\p{Lu}{2}(?!\p{L})/gu;
const contactLabels = words(
  `t tel telephone phone ph p m mob mobile cell c f fax e email mail w web website www http https url d dd direct dial ddi office ext
   extension switchboard skype teams zoom linkedin twitter x facebook instagram youtube xing whatsapp signal o mobil telefon telefax
   durchwahl zentrale handy fon internet homepage tél téléphone portable télécopie courriel site standard poste ligne directe fixe
   teléfono móvil correo electrónico página telefone telemóvel fixo correio telefono cellulare cell sito posta pec telefoon mobiel
   mobilnummer tlf mob puh gsm sähköposti kom tel komórka mobil e-mail kapcsolat gsm тел моб факс почта сайт τηλ κιν 電話 携帯 メール
   电话 手机 邮箱 传真 電郵 전화 팩스 메일 טל נייד هاتف جوال доб kl int tél poste`,
);
/** Beside them. */
const aroundContacts = words('and or a on our follow us visit join connect with me my at in call contact or');

const registerWords = words(
  `registered registration register company companies number no nr vat reg office england wales scotland ireland ireland charity
   authorised regulated financial conduct authority fca prudential regulation incorporated ein duns cage abn acn bn gst
   sitz gesellschaft registergericht amtsgericht handelsgericht handelsregister hrb hra ust idnr ustid umsatzsteuer steuernummer steuer finanzamt
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

/** What a line is, segment by segment where bars, dots or commas part it; one segment that is nothing makes the line nothing. */
export function blockLine(line: string, familiar: Familiar): BlockLine {
  if (line.length > 300) return undefined;
  if (marks.test(withoutLinks(line))) return undefined;
  const segments = segmentsOf(line);
  if (segments.length === 0) return undefined;
  if (isHours(line.trim()) || isOfficers(line)) return 'anchor';
  const plainly = segments.map((each) => segmentKind(each, familiar));
  const hasPlace = segments.some((each, index) => plainly[index] === 'town' || isAddress(each));
  const kinds = plainly.map((kind, index) => {
    const segment = segments[index] ?? '';
    if (kind === undefined && hasPlace && isHouse(segment)) return 'anchor';
    // "San Francisco, CA".
    return kind === 'loose' && index > 0 && /^\p{Lu}{2}$/u.test(segment) && isCity(segments[index - 1] ?? '')
      ? 'named'
      : kind;
  });
  if (kinds.includes(undefined)) return wholeLine(line, familiar);
  const isAbovePlace = kinds.lastIndexOf('loose') < segments.findLastIndex(isPlace);
  if (kinds.includes('loose') && !isAbovePlace) return wholeLine(line, familiar) === 'anchor' ? 'anchor' : 'loose';
  // "Director, Europe" is what somebody is; "Zoë Sample, Europe" can be for how much somebody decides.
  if (segments.some(isRegion) && !segments.some(isTitle)) return 'named';
  return (['anchor', 'named', 'loose', 'town'] as const).find((each) => kinds.includes(each)) ?? 'weak';
}

/** They say something by themselves; telephones, letters and pins do not. */
const marks = /[?？…✓✔✗✘☐☑☒]|\.\.|(?![☎📞📱📧✉🌐📍📠🏢🖨🌱🌍🔗💻©®™]|[\d#*])\p{Emoji}/u;

const isOfficers = (line: string): boolean =>
  listsOfficers.test(line.trim()) &&
  !reserves(line) &&
  !isAboutTheMatter(line) &&
  !tokensOf(line).some((each) => verdicts.has(each) || ordering.has(each));

const segmentsOf = (line: string): string[] =>
  line.split(/\s*(?:[|•·‧∙●■▪◆►>»│¦;]|\s[-–—/]\s|\t|\s{3,}|,\s)\s*/u).filter((each) => /[\p{L}\p{N}]/u.test(each));

const isPlace = (segment: string): boolean => isTown(segment) || isAddress(segment);

/** Whether a street or a town stands in it, by more than its capitals. */
export const hasAddress = (line: string): boolean => line.length <= 300 && segmentsOf(line).some(isPlace);

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
  if (reserves(withoutForms(plain))) return undefined;
  if (tokensOf(plain).some((each) => verdicts.has(each))) return undefined;
  if (isTitle(plain) || isFirm(plain, familiar) || isAddress(plain)) return 'anchor';
  if (isDepartment(plain)) return 'weak';
  const said = tokensOf(plain);
  if (isTown(plain) || said.every((each) => countries.has(each))) return 'town';
  if (!isCapitalised(plain, familiar)) return undefined;
  return isRegion(plain) || isCity(plain) || soundsLikeFirm(plain, familiar) ? 'named' : 'loose';
}

const isCity = (segment: string): boolean => cities.has(tokensOf(segment).join(' '));

const isRegion = (segment: string): boolean => {
  const said = tokensOf(segment);
  return said.length > 0 && said.every((each) => regions.has(each) || linking.has(each));
};

const isDepartment = (text: string): boolean => {
  if (numberedOffice.test(text)) return true;
  const said = tokensOf(text);
  return (
    uppercased.test(text) &&
    said.length <= 6 &&
    said.some((each) => departments.has(each) && !narrowing.has(each) && each.length > 1) &&
    said.every((each) => departments.has(each) || linking.has(each)) &&
    !/^change (?!management|control|office|team|delivery|and)|(?<!group|credit|operational|market|enterprise|global|and|&|of) risks?$/iu.test(
      text,
    ) &&
    !isAboutTheMatter(text)
  );
};

/** Numbers, links and addresses under labels. */
function isContact(text: string): boolean {
  const bare = withoutLinks(text);
  if (!/[\p{L}\p{N}]/u.test(bare)) return true;
  const numbers = /(?:\+|\(|\b00?)[\d\s().\-/+]{5,40}\d|\b\d{2,5}[\s./-]\d{2,}[\d\s.-]{0,20}/u;
  const rest = tokensOf(bare.replace(new RegExp(numbers, 'gu'), ' '));
  // "50/50" and "Call 500" are no numbers of anybody.
  const digits = bare.replace(/\D/gu, '').length;
  const isLabelled = rest.some((each) => contactLabels.has(each) && !aroundContacts.has(each) && each.length > 1);
  const hadSomething =
    bare !== text || (numbers.test(bare) && digits >= 6) || (/\d{3}/.test(bare) && (isLabelled || digits >= 5));
  if (
    hadSomething &&
    rest.every(
      (each) => contactLabels.has(each) || aroundContacts.has(each) || countries.has(each) || /^x?\d{2,6}$/u.test(each),
    )
  )
    return true;
  // "Follow us on …", "Visit our website": no numbers, and no other words.
  const said = tokensOf(bare);
  return (
    said.length <= 8 &&
    (said.length >= 2 || !/website/iu.test(bare)) &&
    /linkedin|twitter|facebook|instagram|youtube|xing|website/iu.test(bare) &&
    said.every((each) => contactLabels.has(each) || aroundContacts.has(each))
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
  if (addressUnspaced.test(text)) return /\p{N}/u.test(text) && !isUnspacedSentence(text);
  const said = tokensOf(text);
  if (said.length > 18 || !said.some((each) => /\p{L}/u.test(each))) return false;
  if (said.some((each) => verdicts.has(each))) return false;
  if (partOfHouse.test(text)) return true;
  if (/^\D{3,40} \d{4,6}$/u.test(text) && cities.has(tokensOf(text.replace(/ \d{4,6}$/u, '')).join(' '))) return true;
  if (!(streets.test(text) && /\d/.test(text) && !countsThings.test(text)) && !postcodes.test(text)) return false;
  return rawWords(text).every(
    (each) =>
      uppercased.test(each.replace(elided, '')) ||
      tokensOf(each).every(
        (part) => joining.has(part) || buildings.has(part) || registerWords.has(part) || streets.test(` ${part} `),
      ),
  );
}

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
  if (labels.length === 1 && !/\d{4}|\d(?:\D?\d){5}/u.test(text)) return false;
  if (labels.every((each) => numbering.has(each) || quantities.has(each))) return false;
  if (!/\d/u.test(text) && !/^[^:]{3,60}:\s?\S/u.test(text))
    return said.every(
      (each) =>
        (registerWords.has(each) && each !== 'no') || joining.has(each) || countries.has(each) || cities.has(each),
    );
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
